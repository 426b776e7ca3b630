import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { useCallback, useEffect, useState } from 'react';

/** By key: an answer is on its way (null), or why there is none. */
export type Asked = ReadonlyMap<string, string | null>;

const NOTHING: Asked = new Map();

/**
 * Commands that ask the probe, and what became of them.
 *
 * @param execute - Runs a command; its promise is that of the answer.
 * @param moment - With another moment all is forgotten.
 */
export function useAsk(
  execute: (id: string, args: ReadonlyPartialJSONObject) => Promise<unknown>,
  moment: string
): [Asked, (key: string, id: string, args: ReadonlyPartialJSONObject) => void] {
  const [asked, setAsked] = useState(NOTHING);
  useEffect(() => setAsked(NOTHING), [moment]);
  const ask = useCallback(
    (key: string, id: string, args: ReadonlyPartialJSONObject) => {
      setAsked(old => new Map(old).set(key, null));
      execute(id, args).then(
        () => setAsked(old => new Map([...old].filter(([one]) => one !== key))),
        (reason: unknown) => {
          const text =
            reason instanceof Error ? reason.message : String(reason);
          setAsked(old => new Map(old).set(key, text));
        }
      );
    },
    [execute]
  );
  return [asked, ask];
}
