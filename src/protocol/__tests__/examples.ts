import type { KernelMessage } from '..';

/**
 * A fresh copy of the golden message of a kind from protocol/examples, with some fields replaced.
 * pytest holds the same files against the probe, so both sides test with the same messages.
 */
export function example<K extends KernelMessage['kind']>(
  kind: K,
  changes: Partial<Extract<KernelMessage, { kind: K }>> = {}
): Extract<KernelMessage, { kind: K }> {
  const golden = jest.requireActual<Extract<KernelMessage, { kind: K }>>(
    `../../../protocol/examples/${kind}.json`
  );
  return { ...JSON.parse(JSON.stringify(golden)), ...changes };
}
