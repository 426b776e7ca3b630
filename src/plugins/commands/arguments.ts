import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import type { Location } from '../../protocol';

/** Arguments of a command: they may come from a user's shortcut, so nothing is taken on trust. */
export type Arguments = ReadonlyPartialJSONObject;

/** JSON Schema of the arguments that a command takes, besides the session. */
export function describeArguments(
  properties: ReadonlyJSONObject = {},
  required: readonly string[] = []
): { readonly args: ReadonlyJSONObject } {
  return {
    args: {
      type: 'object',
      properties: {
        session: {
          type: 'string',
          description:
            'Id of a session of Heapscope; without it, that of the active notebook.'
        },
        ...properties
      },
      required: [...required]
    }
  };
}

export function textOf(args: Arguments, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' ? value : null;
}

export function countOf(args: Arguments, name: string): number | null {
  const value = args[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
    ? value
    : null;
}

/** The items that are of the given ones; null without a list. */
export function choicesOf<T extends string>(
  args: Arguments,
  name: string,
  choices: readonly T[]
): T[] | null {
  const value = args[name];
  return Array.isArray(value)
    ? choices.filter(choice => value.includes(choice))
    : null;
}

export function choiceOf<T extends string>(
  args: Arguments,
  name: string,
  choices: readonly T[]
): T | null {
  return choices.find(choice => choice === args[name]) ?? null;
}

/** As in `[0, 3]`; null where one is not a count. */
export function countsOf(args: Arguments, name: string): number[] | null {
  const value = args[name];
  if (!Array.isArray(value)) {
    return null;
  }
  const counts = value.filter(
    (item): item is number => Number.isInteger(item) && item >= 0
  );
  return counts.length === value.length ? counts : null;
}

/** The argument `location`; null where it is none. */
export function locationOf(args: Arguments): Location | null {
  const value = args.location;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const location = value as Arguments;
  const file = textOf(location, 'file');
  const line = countOf(location, 'line');
  return file === null || line === null
    ? null
    : {
        file,
        line,
        cell_id: textOf(location, 'cell_id'),
        execution_count: countOf(location, 'execution_count'),
        run_id: countOf(location, 'run_id')
      };
}
