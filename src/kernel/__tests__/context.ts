import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

/** The part of a session context that a connection reads, in the order of signals of JupyterLab's own. */
export class FakeContext {
  path = 'work/orders.ipynb';
  kernelDisplayName = 'Python 3 (ipykernel)';
  kernelDisplayStatus = 'unknown';
  isTerminating = false;
  kernelPreference: { name?: string; language?: string } = { name: 'python3' };
  session: { kernel: Kernel.IKernelConnection | null } | null = null;
  readonly specsManager = {
    specs: {
      kernelspecs: {
        python3: { language: 'python' },
        bash: { language: 'bash' }
      } as Record<string, { language: string }>
    }
  };
  readonly kernelChanged = new Signal<this, unknown>(this);
  readonly statusChanged = new Signal<this, unknown>(this);
  readonly connectionStatusChanged = new Signal<this, unknown>(this);
  readonly propertyChanged = new Signal<this, string>(this);
  readonly kernelPreferenceChanged = new Signal<this, unknown>(this);

  /** As the context that the product is typed with. */
  get typed(): ISessionContext {
    return this as unknown as ISessionContext;
  }

  /** Another kernel, or none; as SessionConnection.update does it. */
  setKernel(kernel: Kernel.IKernelConnection | null): void {
    this.session?.kernel?.dispose();
    this.session = { kernel };
    kernel?.statusChanged.connect((_, status) =>
      this.statusChanged.emit(status)
    );
    kernel?.connectionStatusChanged.connect((_, status) =>
      this.connectionStatusChanged.emit(status)
    );
    this.kernelChanged.emit(null);
  }

  /** As SessionContext.restartKernel does it. */
  async restart(): Promise<void> {
    this.statusChanged.emit('restarting');
    await this.session?.kernel?.restart();
    this.statusChanged.emit(this.session?.kernel?.status);
    this.kernelChanged.emit(null);
  }

  rename(path: string): void {
    this.path = path;
    this.propertyChanged.emit('path');
  }
}
