import { ISignal, Signal } from '@lumino/signaling';

import { FakeChannel } from '../../kernel/testing';
import type { Hello } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import type { IConnection, OpenProbe, UnfinishedCell } from '../connection';
import type { KernelFacts } from '../kernel';
import type { EraEnd } from '../timeline';

/** A connection without a kernel: the test says what happens. */
export class FakeConnection implements IConnection {
  facts: KernelFacts = {
    phase: 'starting',
    displayName: 'Python 3 (ipykernel)',
    language: 'python',
    busy: false,
    answersWhileBusy: true,
    problem: null
  };
  retried = 0;
  isDisposed = false;
  isEnabled = true;
  clearedRunId = 0;
  /** It was told to remember that. */
  isRecorded = false;
  unfinished: UnfinishedCell | null = null;

  get factsChanged(): ISignal<this, KernelFacts> {
    return this._factsChanged;
  }

  get opened(): ISignal<this, OpenProbe> {
    return this._opened;
  }

  get ended(): ISignal<this, EraEnd> {
    return this._ended;
  }

  get ran(): ISignal<this, void> {
    return this._ran;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  setEnabled(enabled: boolean): void {
    this.isEnabled = enabled;
  }

  clearTo(runId: number): void {
    this.clearedRunId = runId;
  }

  /** A cell ended. */
  run(): void {
    this._ran.emit();
  }

  noteRecording(): void {
    this.isRecorded = true;
  }

  retry(): void {
    this.retried += 1;
  }

  say(facts: Partial<KernelFacts>): void {
    this.facts = { ...this.facts, ...facts };
    this._factsChanged.emit(this.facts);
  }

  /** A probe answers; its channel is scripted with the golden examples. */
  open(
    hello: Partial<Hello> = {},
    wasRecorded = false,
    channel = scriptedChannel()
  ): FakeChannel {
    this._opened.emit({
      channel,
      hello: example('hello', hello),
      clearedRunId: this.clearedRunId,
      wasRecorded
    });
    this.say({ phase: 'ready' });
    return channel;
  }

  end(because: EraEnd): void {
    this._ended.emit(because);
  }

  dispose(): void {
    this.isDisposed = true;
    this._disposed.emit();
  }

  private readonly _factsChanged = new Signal<this, KernelFacts>(this);
  private readonly _opened = new Signal<this, OpenProbe>(this);
  private readonly _ended = new Signal<this, EraEnd>(this);
  private readonly _ran = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
}

/** A channel that answers everything with the golden examples, and has no history. */
export function scriptedChannel(): FakeChannel {
  const channel = new FakeChannel();
  channel
    .script('configure_request', example('configuration'))
    .script('history_request', example('history', { items: [], total: 0 }))
    .script('memory_request', example('memory'))
    .script('collect_request', example('collection'))
    .script('collector_request', example('collector'))
    .script('stack_request', example('stack'))
    .script('variables_request', example('variables'))
    .script('census_request', example('census'))
    .script('variable_sizes_request', example('variable_sizes'))
    .script('baseline_request', example('baseline'))
    .script('recording_request', example('recording'))
    .script('allocations_request', example('allocations'));
  return channel;
}
