import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

/** What a page remembers of a notebook's way to its kernel, over a reload. */
interface Remembered {
  readonly clientId: string;
  /** The boots that were met, the last one at the end. */
  readonly boots: readonly MetBoot[];
  readonly subshell: Subshell | null;
}

/** What the user did to one boot of a probe. */
interface MetBoot {
  readonly id: string;
  /** The last run that was cleared; 0 for none. */
  readonly clearedRunId: number;
  /** Allocations were recorded, now or before. */
  readonly wasRecorded: boolean;
}

/** A subshell of a kernel. */
interface Subshell {
  readonly kernelId: string;
  readonly id: string;
}

/** A user who goes from kernel to kernel comes back to one of the last. */
const MAX_BOOTS = 10;

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

  /** A probe answered: what is told from here on is of its boot. */
  meet(bootId: string): void {
    const known = this._value.boots.find(({ id }) => id === bootId);
    this._setBoot(known ?? { id: bootId, clearedRunId: 0, wasRecorded: false });
  }

  get clearedRunId(): number {
    return this._boot?.clearedRunId ?? 0;
  }

  /** Whether allocations were recorded in this boot, now or before. */
  get wasRecorded(): boolean {
    return this._boot?.wasRecorded ?? false;
  }

  /** The user does not want to see the runs up to this one any more. */
  clear(clearedRunId: number): void {
    if (this._boot) {
      this._setBoot({ ...this._boot, clearedRunId });
    }
  }

  /** Allocations are recorded: should that end, it was by the user. */
  noteRecording(): void {
    if (this._boot && !this._boot.wasRecorded) {
      this._setBoot({ ...this._boot, wasRecorded: true });
    }
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

  /** The one that was met last. */
  private get _boot(): MetBoot | undefined {
    return this._value.boots.at(-1);
  }

  private _setBoot(boot: MetBoot): void {
    const others = this._value.boots.filter(({ id }) => id !== boot.id);
    const boots = [...others, boot].slice(-MAX_BOOTS);
    this._value = { ...this._value, boots };
    this._store();
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
    boots: [],
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
          boots: Array.isArray(value.boots) ? value.boots.map(bootOf) : [],
          subshell: value.subshell ?? null
        }
      : null;
  } catch {
    return null;
  }
}

function bootOf(value: Partial<MetBoot> | null): MetBoot {
  return {
    id: `${value?.id}`,
    clearedRunId: Number(value?.clearedRunId) || 0,
    wasRecorded: value?.wasRecorded === true
  };
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
