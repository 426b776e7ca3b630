/** Loaded when the first kernel is there, apart from the start of the page: it brings the whole schema. */
import { dereference, Schema, validate } from '@cfworker/json-schema';

import type { KernelMessage } from './messages';
import { DEFINITION_OF_KIND, DEFINITIONS } from './schema';

const ROOT: Schema = { $defs: DEFINITIONS };
const LOOKUP = dereference(ROOT);
const MAX_KIND = 40;

/** A message that is not what the protocol says. */
export class MessageError extends Error {
  /**
   * @param kind - As far as it could be told, else empty; at most 40 characters.
   * @param requestId - The request that it seems to answer, or -1.
   * @param reason - For the log.
   */
  constructor(
    readonly kind: string,
    readonly requestId: number,
    reason: string
  ) {
    super(reason);
  }
}

/**
 * Read what came from a kernel.
 *
 * @throws MessageError when it is no JSON, of no known kind, or not as the schema says.
 */
export function parseMessage(text: unknown): KernelMessage {
  const message = parse(text);
  const { kind, requestId } = label(message);
  const definition = Object.hasOwn(DEFINITION_OF_KIND, kind)
    ? DEFINITIONS[DEFINITION_OF_KIND[kind]]
    : undefined;
  if (definition === undefined) {
    throw new MessageError(kind.slice(0, MAX_KIND), requestId, 'unknown kind');
  }
  const result = validate(message, definition, '2020-12', LOOKUP);
  if (!result.valid) {
    const { instanceLocation, error } = result.errors[result.errors.length - 1];
    throw new MessageError(kind, requestId, `${instanceLocation}: ${error}`);
  }
  return message as KernelMessage;
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw new MessageError('', -1, 'no text');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError('', -1, 'no JSON');
  }
}

/** What can be told of a message that may be anything. */
function label(message: unknown): { kind: string; requestId: number } {
  const fields: { kind?: unknown; request_id?: unknown } = message ?? {};
  return {
    kind: typeof fields.kind === 'string' ? fields.kind : '',
    requestId: typeof fields.request_id === 'number' ? fields.request_id : -1
  };
}
