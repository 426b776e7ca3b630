import type { IDisposable } from '@lumino/disposable';

import type { FakeChannel } from '../../kernel/testing';
import type { KernelMessage } from '../../protocol';
import { RandomMessages, seeded } from '../../protocol/__tests__/random';
import { parseMessage } from '../../protocol/validate';
import type { Need } from '../../tokens';
import { MemorySession } from '../session';
import { DEFAULT_SETTINGS, SettingsModel } from '../settings';
import type { EraEnd } from '../timeline';
import { FakeConnection, scriptedChannel } from './connection';

const PUSHED = ['run_started', 'sample', 'report', 'recording'] as const;
const REPLIES = {
  history_request: 'history',
  memory_request: 'memory',
  stack_request: 'stack',
  variables_request: 'variables',
  census_request: 'census',
  variable_sizes_request: 'variable_sizes',
  allocations_request: 'allocations',
  collector_request: 'collector',
  collect_request: 'collection'
} as const;
const NEEDS: Need[] = [
  'stack',
  'variables',
  'census',
  'sizes',
  'allocations',
  'memory'
];
const ENDS: EraEnd[] = ['restarted', 'died', 'switched', 'closed', 'off'];
/** What is asked for though nobody looks. */
const ALWAYS = ['configure_request', 'history_request', 'recording_request'];

/** A session to which anything may happen in any order. */
class Storm {
  constructor(seed: number) {
    this._random = new RandomMessages(seeded(seed));
  }

  readonly settings = new SettingsModel();
  readonly connection = new FakeConnection();
  readonly session = new MemorySession({
    id: 'notebook-1',
    connection: this.connection,
    settings: this.settings,
    words: {
      noProbe: () => '',
      died: () => '',
      requestFailed: (part, reason) => `${part}${reason}`
    },
    wantsRecording: () => true
  });

  async blow(): Promise<void> {
    await this._random.pick(this._events)();
    await jest.advanceTimersByTimeAsync(this._random.pick([0, 20, 60, 2000]));
    this.check();
  }

  check(): void {
    const { timeline } = this.session.model;
    const { entries, running } = timeline;
    const keys = entries.map(entry => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeLessThanOrEqual(this.settings.value.historyLength);
    const eras = entries.map(entry => entry.era);
    expect(eras).toEqual([...eras].sort((one, other) => one - other));
    for (const { number } of timeline.eras) {
      const runs = entries.flatMap(entry =>
        entry.type === 'run' && entry.era === number
          ? [entry.report.run_id]
          : []
      );
      expect(runs).toEqual([...runs].sort((one, other) => one - other));
    }
    expect(running?.started.run_id ?? Infinity).toBeGreaterThan(
      timeline.lastRunId
    );
  }

  /** Nobody looks any more, and nothing but what is always asked for is asked. */
  async calm(): Promise<void> {
    this._watched.forEach(watching => watching.dispose());
    await jest.advanceTimersByTimeAsync(5000);
    const channel = this._open();
    await jest.advanceTimersByTimeAsync(1000);
    channel.push(this._message('report'));
    await jest.advanceTimersByTimeAsync(5000);
    const asked = channel.sent.map(({ kind }) => kind);
    expect(asked.filter(kind => !ALWAYS.includes(kind))).toEqual([]);
    this.session.dispose();
    const sent = channel.sent.length;
    channel.push(this._message('report'));
    await jest.advanceTimersByTimeAsync(5000);
    expect(channel.sent).toHaveLength(sent);
    expect(jest.getTimerCount()).toBe(0);
  }

  private _message<K extends KernelMessage['kind']>(kind: K) {
    const message = this._random.message(kind);
    return parseMessage(JSON.stringify(message)) as typeof message;
  }

  private _open(): FakeChannel {
    this._channel?.dispose();
    const channel = scriptedChannel();
    for (const [request, reply] of Object.entries(REPLIES)) {
      const kind = request as keyof typeof REPLIES;
      channel.script(kind, () => this._message(reply) as never);
    }
    const boot_id = this._random.pick(['a', 'b', 'c']);
    const hello = { ...this._message('hello'), boot_id };
    this.connection.open(hello, this._random.pick([true, false]), channel);
    this._channel = channel;
    return channel;
  }

  private readonly _random: RandomMessages;
  private _channel: FakeChannel | null = null;
  private readonly _watched: IDisposable[] = [];
  private readonly _events: (() => unknown)[] = [
    () => this._open(),
    () => this._channel?.dispose(),
    () => this.connection.end(this._random.pick(ENDS)),
    () => this.connection.run(),
    () => this.connection.say({ busy: this._random.pick([true, false]) }),
    () => this._watched.push(this.session.watch(this._random.pick(NEEDS))),
    () => this._watched.pop()?.dispose(),
    () => this.session.clearHistory(),
    () => this.session.refresh(),
    () =>
      this._channel?.hold(
        this._random.pick(['census_request', 'history_request'])
      ),
    () => this._channel?.release('census_request'),
    () => this._channel?.release('history_request'),
    () =>
      this.settings.update({
        ...DEFAULT_SETTINGS,
        historyLength: this._random.pick([10, 100, -1]),
        showChip: this._random.pick([true, false])
      }),
    ...Array.from({ length: 8 }, () => () => {
      const kind = this._random.pick(PUSHED);
      this._channel?.push(this._message(kind));
    })
  ];
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'whatever comes in whatever order, figures stay in order and nothing is left (%i)',
  async seed => {
    const storm = new Storm(seed);
    for (let count = 0; count < 60; count += 1) {
      await storm.blow();
    }
    await storm.calm();
  }
);
