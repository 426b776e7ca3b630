import type { ISignal } from '@lumino/signaling';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * What `read` returns, read again and rendered anew whenever the signal is emitted.
 *
 * @param signal - What tells of a change; keep it the same between renders.
 * @param read - Must return the same object as long as nothing changed: read fields, build nothing.
 */
export function useSignal<T, U, R>(signal: ISignal<T, U>, read: () => R): R {
  const subscribe = useCallback(
    (notify: () => void) => {
      const slot = () => notify();
      signal.connect(slot);
      return () => {
        signal.disconnect(slot);
      };
    },
    [signal]
  );
  return useSyncExternalStore(subscribe, read);
}
