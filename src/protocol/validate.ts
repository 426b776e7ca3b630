/** Loaded when the first kernel is there, apart from the start of the page: it brings the whole schema. */
import { dereference, Schema, validate } from '@cfworker/json-schema';

import type { KernelMessage } from './messages';
import { DEFINITION_OF_KIND, DEFINITIONS } from './schema';

const ROOT: Schema = { $defs: DEFINITIONS };
const LOOKUP = dereference(ROOT);

/** A message that is not what the protocol says; `kind` is as far as it could be told. */
export class MessageError extends Error {
  constructor(
    readonly kind: string,
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
  const kind = kindOf(message);
  const definition = Object.hasOwn(DEFINITION_OF_KIND, kind)
    ? DEFINITIONS[DEFINITION_OF_KIND[kind]]
    : undefined;
  if (definition === undefined) {
    throw new MessageError(kind, 'unknown kind');
  }
  const result = validate(message, definition, '2020-12', LOOKUP);
  if (!result.valid) {
    const deepest = result.errors[result.errors.length - 1];
    throw new MessageError(
      kind,
      `${deepest.instanceLocation}: ${deepest.error}`
    );
  }
  return message as KernelMessage;
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw new MessageError('', 'no text');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError('', 'no JSON');
  }
}

function kindOf(message: unknown): string {
  const kind =
    typeof message === 'object' && message !== null && 'kind' in message
      ? message.kind
      : '';
  return typeof kind === 'string' ? kind : '';
}
