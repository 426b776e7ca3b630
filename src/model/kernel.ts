import type {
  Capability,
  Hello,
  KernelMessage,
  ProcessMemory
} from '../protocol';
import { ModelPart } from './part';

/**
 * Where the session stands:
 * `none` no kernel chosen; `starting` kernel starts or restarts; `booting` the probe is being put in;
 * `ready` the probe answers; `unsupported` a kernel of another language; `failed` the probe could not be put in;
 * `disconnected` the server is out of reach; `dead` the kernel is gone for good; `off` switched off by the user.
 */
export type KernelPhase =
  | 'none'
  | 'starting'
  | 'booting'
  | 'ready'
  | 'unsupported'
  | 'failed'
  | 'disconnected'
  | 'dead'
  | 'off';

/** What the session knows of the kernel from outside. */
export interface KernelFacts {
  readonly phase: KernelPhase;
  /** `Python 3 (ipykernel)`. */
  readonly displayName: string;
  /** `python`, `bash`, … or empty while unknown. */
  readonly language: string;
  readonly busy: boolean;
  /** True when requests are answered while a cell runs. */
  readonly answersWhileBusy: boolean;
  /** For `failed`: what went wrong, for the user. */
  readonly problem: string | null;
}

/** Whether there is no kernel any more, and none on its way: what is known is of the last one. */
export function hasEnded({ phase }: Pick<KernelFacts, 'phase'>): boolean {
  return phase === 'none' || phase === 'dead';
}

const NO_KERNEL: KernelFacts = {
  phase: 'none',
  displayName: '',
  language: '',
  busy: false,
  answersWhileBusy: false,
  problem: null
};

/** A highest RSS, and when it was. */
export interface Peak {
  readonly bytes: number;
  /** The run that it was in, or the last one before it. */
  readonly runId: number;
  /** Whether that run went on. */
  readonly isWithin: boolean;
  /** It was before the present probe, and the run is one of an earlier probe in the same process. */
  readonly isEarlier?: boolean;
}

/** The kernel, its probe and the memory of its process. */
export class KernelState extends ModelPart {
  get facts(): KernelFacts {
    return this._facts;
  }

  /** Who the probe is; null until it answered. */
  get hello(): Hello | null {
    return this._hello;
  }

  /** The latest figures of the process; null until there are any. */
  get memory(): ProcessMemory | null {
    return this._memory;
  }

  /** Highest of all peaks and readings of the process since the first probe in it; null until known. */
  get peak(): Peak | null {
    return this._peak;
  }

  /** When `memory` was read, epoch ms by this page's clock. */
  get readAtMs(): number {
    return this._readAtMs;
  }

  /** The last run that ended, as far as is known; 0 before the first. */
  get lastRunId(): number {
    return this._lastRunId;
  }

  /** Why a capability is missing; null when it is there or unknown. */
  missing(name: Capability['name']): string | null {
    const found = this._hello?.capabilities.find(one => one.name === name);
    return found && !found.available ? (found.reason ?? '') : null;
  }

  update(facts: Partial<KernelFacts>): void {
    this._facts = { ...this._facts, ...facts };
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'hello': {
        const { last_run_id: last, running_run_id: running } = message;
        const isRunning = running !== null;
        this._hello = message;
        this._lastRunId = isRunning ? last - 1 : last;
        this._read(message.memory, last, isRunning);
        break;
      }
      case 'memory':
        this._read(message.memory, this._lastRunId);
        break;
      case 'report': {
        const { peak_rss_bytes: peak, run_id: id } = message.run;
        this._lastRunId = Math.max(this._lastRunId, id);
        this._raisePeak(peak, id, true);
        this._read(message.memory, id);
        break;
      }
      case 'history':
        message.items.forEach(({ run_id: id, peak_rss_bytes: peak }) => {
          this._lastRunId = Math.max(this._lastRunId, id);
          this._raisePeak(peak, id, true);
        });
        break;
      case 'sample':
        if (message.run_id <= this._lastRunId) {
          return; // late: the report says more
        }
        this._update({
          rss_bytes: message.rss_bytes,
          traced_bytes: message.traced_bytes
        });
        this._raisePeak(message.rss_bytes, message.run_id, true);
        break;
      case 'census':
      case 'deep_size':
      case 'variable_sizes':
        this._raisePeak(message.peak_rss_bytes, message.run_id);
        break;
      case 'collection': {
        const { after_run_id: id, while_running: isWithin } = message;
        this._update({ rss_bytes: message.rss_after_bytes });
        this._raisePeak(message.rss_before_bytes, id, isWithin);
        this._raisePeak(message.rss_after_bytes, id, isWithin);
        break;
      }
      default:
        return;
    }
    this.emitChanged();
  }

  reset(isSameProcess = false): void {
    this._hello = null;
    this._memory = null;
    this._peak =
      isSameProcess && this._peak ? { ...this._peak, isEarlier: true } : null;
    this._lastRunId = 0;
    this.emitChanged();
  }

  private _read(memory: ProcessMemory, runId: number, isWithin = false): void {
    this._readAtMs = Date.now();
    this._memory = memory;
    this._raisePeak(memory.rss_bytes, runId, isWithin);
  }

  private _update(figures: Partial<ProcessMemory>): void {
    this._readAtMs = Date.now();
    this._memory = this._memory && { ...this._memory, ...figures };
  }

  private _raisePeak(
    bytes: number | null,
    runId: number,
    isWithin = false
  ): void {
    if (bytes !== null && bytes > (this._peak?.bytes ?? 0)) {
      this._peak = { bytes, runId, isWithin };
    }
  }

  private _facts = NO_KERNEL;
  private _hello: Hello | null = null;
  private _memory: ProcessMemory | null = null;
  private _peak: Peak | null = null;
  private _readAtMs = 0;
  private _lastRunId = 0;
}
