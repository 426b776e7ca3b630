import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import type { Pulls } from './pulls';
import type { Queries, QueryValues } from './queries';

/** A filter goes to the kernel when its typing rests for so long: to search 10,000 names takes it some 100 ms. */
export const TYPING_MS = 200;

/** Asks the probe anew when a view wants something else of it. */
export class Asking implements IDisposable {
  constructor(queries: Queries, pulls: Pulls) {
    this._queries = queries;
    this._pulls = pulls;
    this._filter = queries.value.variablesFilter;
    this._typed = new Debouncer(() => pulls.refresh('variables'), TYPING_MS);
    queries.changed.connect(this._onChanged, this);
  }

  get isDisposed(): boolean {
    return this._typed.isDisposed;
  }

  dispose(): void {
    this._queries.changed.disconnect(this._onChanged, this);
    this._typed.dispose();
  }

  private _onChanged(_: Queries, { variablesFilter }: QueryValues): void {
    if (variablesFilter === this._filter) {
      void this._pulls.refresh('stack', 'variables', 'allocations');
      return;
    }
    this._filter = variablesFilter;
    // Rejects when it is disposed before it was due.
    this._typed.invoke().catch(() => undefined);
  }

  private readonly _queries: Queries;
  private readonly _pulls: Pulls;
  private readonly _typed: Debouncer<void>;
  private _filter: string;
}
