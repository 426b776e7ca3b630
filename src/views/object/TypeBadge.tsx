import * as React from 'react';

import type { ObjectSummary } from '../../protocol';
import { badgeClass, shortTypeName } from './typeName';

export interface TypeBadgeProps {
  readonly type: string;
  readonly category: ObjectSummary['category'];
}

/** The type of an object, coloured by what kind of type it is. */
export function TypeBadge(props: TypeBadgeProps): React.ReactElement {
  return (
    <span
      className={`jp-Heapscope-type ${badgeClass(props.category)}`.trim()}
      title={props.type}
    >
      {shortTypeName(props.type)}
    </span>
  );
}
