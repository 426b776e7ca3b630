import type { Frame, FrameStack, Stack } from '../../protocol';
import { NO_FIGURE } from '../format';
import { shortTypeName } from '../object';

/** Names in the summary of a closed frame. */
const SUMMARY_NAMES = 3;

/** What a stack is of; a `cause`, a `context` and a `member` are of exceptions that the last one came from. */
export type StackOrigin =
  'traceback' | 'cause' | 'context' | 'member' | 'task' | 'thread';

/** What a stack is of, by its id. */
export function originOf({ stack_id }: FrameStack): StackOrigin {
  const [word] = stack_id.split(':');
  const origins: readonly StackOrigin[] = [
    'traceback',
    'cause',
    'context',
    'member',
    'task'
  ];
  return origins.find(origin => origin === word) ?? 'thread';
}

/** The type of the exception whose traceback a stack is; null for a thread. */
export function raisedType(read: Stack, stack: FrameStack): string | null {
  switch (originOf(stack)) {
    case 'traceback':
      return read.exception?.type ?? stack.name;
    case 'cause':
    case 'context':
    case 'member':
      return stack.name;
    default:
      return null;
  }
}

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
