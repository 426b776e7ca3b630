import type { SizesFailure } from '../../model/sizes';
import type {
  Variable,
  Variables,
  VariableSize,
  VariableSizes
} from '../../protocol';

/** A name, with what it holds. */
export interface NamedRow extends Variable {
  /** Null where that is not known. */
  readonly held: VariableSize | null;
}

/** Whether what a name holds is still `pending` where it is not known, or `done` or failed: then nothing better comes. */
export type SizesPhase = 'pending' | 'done' | SizesFailure;

/** How far the measuring of the names is. */
export function phaseOf(
  variables: Variables | null,
  sizes: VariableSizes | null,
  failure: SizesFailure | null
): SizesPhase {
  if (failure) {
    return failure;
  }
  const isDone = sizes && variables && sizes.run_id >= variables.run_id;
  return isDone ? 'done' : 'pending';
}

/** The names with what they hold; a name that means another object now is not known yet. */
export function namedRows(
  variables: Variables | null,
  sizes: VariableSizes | null
): readonly NamedRow[] {
  const known = new Map(
    (sizes?.items ?? []).map(size => [keyOf(size.name, size.address), size])
  );
  return (variables?.items ?? []).map(variable => ({
    ...variable,
    held: known.get(keyOf(variable.name, variable.object.address)) ?? null
  }));
}

/** Bytes that a name holds at least; null where not even those of its object are known. */
export function leastBytes({ held, object }: NamedRow): number | null {
  return held?.deep_bytes ?? object.shallow_bytes;
}

function keyOf(name: string, address: string): string {
  return `${address} ${name}`;
}
