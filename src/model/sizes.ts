import type { KernelMessage } from '../protocol';
import { Latest } from './latest';

/** What each of the notebook's names holds, as last measured. */
export class SizesState extends Latest<'variable_sizes'> {
  constructor() {
    super('variable_sizes');
  }

  /** A walk that gave way to a run is made again after it: older figures say more until then. */
  apply(message: KernelMessage): void {
    if (
      message.kind !== 'variable_sizes' ||
      message.cut_because !== 'next_run'
    ) {
      super.apply(message);
    }
  }
}
