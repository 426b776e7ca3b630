import type { TranslationBundle } from '@jupyterlab/translation';

import type { VariableSize } from '../../protocol';
import {
  formatAtLeast,
  formatBytes,
  formatEstimate,
  NO_FIGURE
} from '../format';
import type { NamedRow, SizesPhase } from './sizes';

/** Stands for a figure that is on its way. */
const COMING = '…';

/** `159.2 MiB`; `≥` where not all behind it was counted, or nothing but the object; `≈` where memory may be counted wrongly. */
export function sizeText(
  { held, object }: NamedRow,
  phase: SizesPhase
): string {
  const deep = held?.deep_bytes ?? null;
  if (held && deep !== null) {
    const text = formatBytes(deep);
    if (!held.deep_complete) {
      return formatAtLeast(text);
    }
    return held.notes.length > 0 ? formatEstimate(text) : text;
  }
  if (phase === 'pending') {
    return COMING;
  }
  const { shallow_bytes: shallow } = object;
  return shallow === null ? NO_FIGURE : formatAtLeast(formatBytes(shallow));
}

/** What the figure means, and whose the bytes are: a line each. */
export function sizeDetails(
  { held }: NamedRow,
  phase: SizesPhase,
  trans: TranslationBundle
): string {
  if (held && held.deep_bytes !== null) {
    return measuredLines(held, held.deep_bytes, trans).join('\n');
  }
  if (phase === 'pending') {
    return trans.__('It is measured when no cell runs.');
  }
  return phase === 'done'
    ? trans.__(
        'The object alone. What it leads to is measured of the 2,000 largest names, up to 2,000,000 objects and within the time of a census (a setting).'
      )
    : trans.__(
        'The object alone. What it leads to could not be measured: %1',
        phase.reason
      );
}

function measuredLines(
  held: VariableSize,
  deep: number,
  trans: TranslationBundle
): readonly string[] {
  const { exclusive_bytes: exclusive, shared_bytes: shared } = held;
  const size = formatBytes(deep);
  const lines = [
    held.deep_complete
      ? trans.__('%1 with all that it leads to', size)
      : trans.__(
          'At least %1 with all that it leads to. It is too large to be counted to the end: up to 2,000,000 objects of all names together, within the time of a census (a setting), and in at most half as much memory as the kernel takes.',
          size
        )
  ];
  if (exclusive !== null) {
    lines.push(
      trans.__('%1 that this name alone holds', formatBytes(exclusive))
    );
  }
  if (shared) {
    lines.push(trans.__('%1 that others hold, too', formatBytes(shared)));
  }
  if (held.held_by.length > 0) {
    lines.push(trans.__('Also held by: %1', held.held_by.join(', ')));
  }
  return [...lines, ...held.notes];
}
