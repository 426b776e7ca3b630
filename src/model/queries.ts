import { ISignal, Signal } from '@lumino/signaling';

import type { AllocationsRequest, Variable } from '../protocol';

/** What the views ask the probe for; changed by commands, read by the session when it pulls. */
export interface QueryValues {
  /** Groups of names left out of the global frame and of Variables. */
  readonly hiddenGroups: readonly Variable['group'][];
  /** Words that the names in Variables, or their types, must contain. */
  readonly variablesFilter: string;
  readonly groupAllocationsBy: AllocationsRequest['group_by'];
  readonly orderAllocationsBy: AllocationsRequest['order_by'];
}

export class Queries {
  get value(): QueryValues {
    return this._value;
  }

  get changed(): ISignal<this, QueryValues> {
    return this._changed;
  }

  update(values: Partial<QueryValues>): void {
    this._value = { ...this._value, ...values };
    this._changed.emit(this._value);
  }

  private _value: QueryValues = {
    hiddenGroups: ['module', 'ipython'],
    variablesFilter: '',
    groupAllocationsBy: 'line',
    orderAllocationsBy: 'bytes_delta'
  };
  private _changed = new Signal<this, QueryValues>(this);
}
