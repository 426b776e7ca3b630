import type { ISignal } from '@lumino/signaling';

/** The notebook that a memory panel belongs to. */
export interface IPanelOwner {
  /** File name: `orders-tour.ipynb`. */
  readonly name: string;
  readonly renamed: ISignal<unknown, unknown>;
  /** Let the user choose a kernel for it. */
  selectKernel(): void;
}
