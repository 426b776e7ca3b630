import { DisposableDelegate, IDisposable } from '@lumino/disposable';

/** Which notebooks of this page use the probe of a kernel: the last one to leave may take it out. */
export class ProbeUsers {
  /** Use the probe in a kernel until the result is disposed. */
  join(kernelId: string): IDisposable {
    this._counts.set(kernelId, this.count(kernelId) + 1);
    return new DisposableDelegate(() => {
      this._counts.set(kernelId, this.count(kernelId) - 1);
      if (this.count(kernelId) === 0) {
        this._counts.delete(kernelId);
      }
    });
  }

  count(kernelId: string): number {
    return this._counts.get(kernelId) ?? 0;
  }

  private readonly _counts = new Map<string, number>();
}
