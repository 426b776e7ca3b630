import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ObjectSummary } from '../../protocol';
import { formatCount } from '../format';
import { TypeBadge } from './TypeBadge';

export interface ObjectValueProps {
  readonly object: ObjectSummary;
  readonly trans: TranslationBundle;
}

/** Digits at the end of an address that tell objects apart: they differ in these first. */
const ADDRESS_DIGITS = 5;

/** Type, short value, shape and address of an object in one line. */
export function ObjectValue(props: ObjectValueProps): React.ReactElement {
  const { object } = props;
  const shape = shapeText(object, props.trans);
  return (
    <span
      className="jp-Heapscope-objectValue"
      data-category={object.category}
      title={[object.text ?? object.type, shape, object.address]
        .filter(Boolean)
        .join('\n')}
    >
      <TypeBadge type={object.type} category={object.category} />
      {object.text !== null && (
        <code className="jp-Heapscope-code jp-Heapscope-cut">
          {object.text}
        </code>
      )}
      <span className="jp-Heapscope-muted jp-Heapscope-shape">
        <span>{shape}</span>
      </span>
      <span className="jp-Heapscope-address">
        {shortAddress(object.address)}
      </span>
    </span>
  );
}

/** `0x…41d90` of `0x7fe6a0c41d90`. */
export function shortAddress(address: string): string {
  const digits = address.replace(/^0x/, '');
  return digits.length > ADDRESS_DIGITS
    ? `0x…${digits.slice(-ADDRESS_DIGITS)}`
    : address;
}

/** The shape, or what an object without one consists of. */
export function shapeText(
  object: ObjectSummary,
  trans: TranslationBundle
): string {
  if (object.shape !== null || object.category !== 'instance') {
    return object.shape ?? '';
  }
  if (object.member_count === 0) {
    return '';
  }
  return trans._n(
    '%2 member',
    '%2 members',
    object.member_count,
    formatCount(object.member_count)
  );
}
