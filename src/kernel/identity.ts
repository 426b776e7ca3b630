import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

/** What a page remembers of a notebook's way to its kernel, over a reload. */
interface Remembered {
  readonly clientId: string;
  readonly bootId: string | null;
  /** The last run of that boot that the user cleared; 0 for none. */
  readonly clearedRunId: number;
  readonly subshell: Subshell | null;
}

/** A subshell of a kernel. */
interface Subshell {
  readonly kernelId: string;
  readonly id: string;
}

const inUse = new Set<string>();

/**
 * Who a notebook of this page is towards the probe. Kept in the session storage, so that after a reload the probe
 * replaces the comms of the page that is gone instead of sending to both.
 */
export class ClientIdentity implements IDisposable {
  constructor(path: string) {
    this._path = path;
    const remembered = recall(path);
    // Another view of the same notebook has it already: then this one is not remembered.
    this._isFirst = !remembered || !inUse.has(remembered.clientId);
    this._value = (this._isFirst && remembered) || stranger();
    this._former = this._value.subshell;
    inUse.add(this.clientId);
    this._store();
  }

  get clientId(): string {
    return this._value.clientId;
  }

  /** The subshell of a kernel that answered last; it may be gone. */
  subshellOf(kernelId: string): string | null {
    return idIn(this._value.subshell, kernelId);
  }

  /** The subshell of the page before a reload, once; null where there was none. */
  takeFormerSubshell(kernelId: string): string | null {
    const former = this._former;
    this._former = null;
    return idIn(former, kernelId);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  setSubshell(kernelId: string, id: string | null): void {
    const subshell = id === null ? null : { kernelId, id };
    this._value = { ...this._value, subshell };
    this._store();
  }

  /** @returns Whether this page meets this boot of a probe for the first time. */
  meet(bootId: string): boolean {
    const isNew = bootId !== this._value.bootId;
    if (isNew) {
      this._value = { ...this._value, bootId, clearedRunId: 0 };
      this._store();
    }
    return isNew;
  }

  /** Of the boot that was met last. */
  get clearedRunId(): number {
    return this._value.clearedRunId;
  }

  /** The user does not want to see the runs up to this one any more. */
  clear(runId: number): void {
    this._value = { ...this._value, clearedRunId: runId };
    this._store();
  }

  /** Somebody else has the same name: a copy of the browser's tab. */
  renew(): void {
    inUse.delete(this.clientId);
    const { clientId } = stranger();
    this._value = { ...this._value, clientId, subshell: null };
    inUse.add(this.clientId);
    this._store();
  }

  /** The notebook was renamed. */
  move(path: string): void {
    if (this._isFirst) {
      forget(this._path);
    }
    this._path = path;
    this._store();
  }

  dispose(): void {
    this._isDisposed = true;
    inUse.delete(this.clientId);
  }

  private _store(): void {
    if (this._isFirst && !this._isDisposed) {
      remember(this._path, this._value);
    }
  }

  private _path: string;
  private _value: Remembered;
  private readonly _isFirst: boolean;
  private _former: Subshell | null;
  private _isDisposed = false;
}

function idIn(subshell: Subshell | null, kernelId: string): string | null {
  return subshell?.kernelId === kernelId ? subshell.id : null;
}

function stranger(): Remembered {
  return {
    clientId: UUID.uuid4(),
    bootId: null,
    clearedRunId: 0,
    subshell: null
  };
}

function keyOf(path: string): string {
  return `jupyterlab-heapscope:client:${path}`;
}

/** The storage may be full, forbidden, or hold what somebody else wrote: then nothing is remembered. */
function recall(path: string): Remembered | null {
  try {
    const value: Partial<Remembered> = JSON.parse(
      window.sessionStorage.getItem(keyOf(path)) ?? '{}'
    );
    return typeof value.clientId === 'string'
      ? {
          clientId: value.clientId,
          bootId: value.bootId ?? null,
          clearedRunId: Number(value.clearedRunId ?? 0) || 0,
          subshell: value.subshell ?? null
        }
      : null;
  } catch {
    return null;
  }
}

function remember(path: string, value: Remembered): void {
  try {
    window.sessionStorage.setItem(keyOf(path), JSON.stringify(value));
  } catch {
    // Not remembered: after a reload the probe keeps the old comms until its kernel ends.
  }
}

function forget(path: string): void {
  try {
    window.sessionStorage.removeItem(keyOf(path));
  } catch {
    // Nothing was remembered.
  }
}
