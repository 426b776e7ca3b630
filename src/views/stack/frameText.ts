import type { Frame } from '../../protocol';
import { NO_FIGURE } from '../format';
import { shortTypeName } from '../object';

/** Names in the summary of a closed frame. */
const SUMMARY_NAMES = 3;

/** True for code of a cell; frames of libraries are closed at first. */
export function isOwnCode(frame: Frame): boolean {
  const { cell_id, execution_count } = frame.location;
  return cell_id !== null || execution_count !== null;
}

/** `n = 9999, values = ndarray`: the first names of a closed frame. */
export function localsSummary(frame: Frame): string {
  const slots = frame.locals?.items ?? [];
  const named = slots.slice(0, SUMMARY_NAMES).map(({ name, object }) => {
    const value = object.text ?? shortTypeName(object.type);
    return `${name} = ${value || NO_FIGURE}`;
  });
  const more = (frame.locals?.total ?? 0) > named.length ? ', …' : '';
  return named.join(', ') + more;
}
