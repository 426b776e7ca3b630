import type { FakeChannel } from '../../kernel/testing';
import { History, RequestError, RequestKind, RunReport } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import type { Need } from '../../tokens';
import { TYPING_MS } from '../asking';
import { MemorySession } from '../session';
import { DEFAULT_SETTINGS, SettingsModel } from '../settings';
import type { Death } from '../words';
import { FakeConnection, scriptedChannel } from './connection';

const words = {
  noProbe: () => 'no probe',
  died: (death: Death) => JSON.stringify(death),
  requestFailed: (part: string, reason: string) => `${part}: ${reason}`
};

/** Every need there is, with the request that it leads to. */
const ASKED: Readonly<Record<Need, RequestKind>> = {
  stack: 'stack_request',
  variables: 'variables_request',
  census: 'census_request',
  sizes: 'variable_sizes_request',
  allocations: 'allocations_request',
  collector: 'collector_request',
  memory: 'memory_request'
};

let connection: FakeConnection;
let settings: SettingsModel;
let session: MemorySession;
let wantsRecording: boolean;

beforeEach(() => {
  jest.useFakeTimers();
  connection = new FakeConnection();
  settings = new SettingsModel();
  wantsRecording = false;
  session = new MemorySession({
    id: 'notebook-1',
    connection,
    settings,
    words,
    wantsRecording: () => wantsRecording
  });
});

afterEach(() => {
  session.dispose();
  jest.useRealTimers();
});

/** Let all that is under way come through, without the time of any timer passing. */
async function settle(ms = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}

function run(runId: number, changes: Partial<RunReport> = {}): RunReport {
  return { ...example('report').run, run_id: runId, ...changes };
}

function report(runId: number, changes: Partial<RunReport> = {}) {
  return example('report', { run: run(runId, changes) });
}

/** What a probe answers that has kept the runs 1 to `count`. */
function ring(count: number) {
  return ({ after_run_id: after }: { after_run_id: number }): History => {
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    const kept = ids.filter(id => id > after);
    return example('history', {
      items: kept.slice(0, 500).map(id => run(id)),
      start: 0,
      total: kept.length,
      truncated: false
    });
  };
}

describe('a session whose probe answers', () => {
  it('knows who the probe is, and tells it the settings', async () => {
    const channel = connection.open();
    await settle();
    expect(session.model.kernel.hello?.pid).toBe(4711);
    expect(session.model.kernel.facts.phase).toBe('ready');
    expect(channel.sent[0]).toEqual({
      kind: 'configure_request',
      args: {
        settings: {
          sample_interval_ms: 100,
          exact_peak: true,
          history_bytes: 2048 * 1024,
          traceback_frames: 1
        }
      }
    });
  });

  it('tells it nothing that it knows', async () => {
    const channel = connection.open({
      settings: {
        sample_interval_ms: 100,
        exact_peak: true,
        history_bytes: 2048 * 1024,
        traceback_frames: 1
      }
    });
    await settle();
    expect(channel.count('configure_request')).toBe(0);
  });

  it('tells it what the user changes, and keeps a history of that length', async () => {
    const channel = connection.open();
    await settle();
    settings.update({
      ...DEFAULT_SETTINGS,
      exactPeak: false,
      historyLength: 10
    });
    for (let id = 1; id <= 12; id += 1) {
      channel.push(report(id));
    }
    await settle();
    const { args } = channel.sent[channel.sent.length - 1];
    expect(args).toMatchObject({ settings: { exact_peak: false } });
    expect(session.model.timeline.entries).toHaveLength(10);
  });

  it('asks for nothing when nothing is shown, whatever happens', async () => {
    const channel = connection.open();
    await settle();
    const before = channel.sent.length;
    channel.push(example('run_started', { run_id: 1 }));
    connection.say({ busy: true });
    await settle(5000);
    connection.say({ busy: false });
    channel.push(report(1));
    await settle(5000);
    expect(channel.sent).toHaveLength(before);
    expect(session.model.timeline.entries).toHaveLength(1);
  });

  it('samples only while something shows it', async () => {
    settings.update({
      ...DEFAULT_SETTINGS,
      showChip: false,
      showBadges: false,
      showStatusBar: false
    });
    const channel = connection.open();
    await settle();
    expect(channel.sent[0].args).toMatchObject({
      settings: { sample_interval_ms: 0 }
    });
    const watching = session.watch('memory');
    await settle();
    watching.dispose();
    await settle();
    const intervals = channel.sent
      .filter(({ kind }) => kind === 'configure_request')
      .map(({ args }) => JSON.stringify(args).match(/interval_ms":(\d+)/)?.[1]);
    expect(intervals).toEqual(['0', '100', '0']);
  });
});

describe('what is watched', () => {
  it('is pulled at once, after each run, and no more when it is left', async () => {
    const channel = connection.open();
    const watching = session.watch('variables');
    await settle();
    expect(channel.count('variables_request')).toBe(1);
    channel.push(report(1));
    await settle(50);
    expect(channel.count('variables_request')).toBe(2);
    expect(session.model.variables.message).not.toBeNull();
    watching.dispose();
    channel.push(report(2));
    await settle(1000);
    expect(channel.count('variables_request')).toBe(2);
  });

  it('is pulled when the probe comes, if it was watched before', async () => {
    session.watch('census');
    await settle();
    const channel = connection.open();
    await settle();
    expect(channel.count('census_request')).toBe(1);
  });

  it('counts its watchers', async () => {
    const channel = connection.open();
    const one = session.watch('census');
    const other = session.watch('census');
    one.dispose();
    one.dispose();
    channel.push(report(1));
    await settle(50);
    expect(channel.count('census_request')).toBe(2);
    other.dispose();
    channel.push(report(2));
    await settle(50);
    expect(channel.count('census_request')).toBe(2);
  });

  it('is not flooded by Run All: one request under way, one after it', async () => {
    const channel = connection.open();
    await settle();
    channel.hold('census_request');
    session.watch('census');
    for (let id = 1; id <= 100; id += 1) {
      channel.push(report(id));
      await settle(20);
    }
    await settle(50);
    expect(channel.count('census_request')).toBe(1);
    channel.release('census_request');
    await settle(50);
    expect(channel.count('census_request')).toBe(2);
  });

  it('counts objects once after a run, however often the views change, and says while it counts', async () => {
    const channel = connection.open();
    await settle();
    channel.push(report(1));
    await settle(50);
    channel.hold('census_request');
    const objects = () => {
      const [entry] = session.model.timeline.entries;
      return entry.type === 'run' ? entry.objects : undefined;
    };
    expect(objects()).toBeNull();
    session.watch('census').dispose();
    expect(objects()?.reason).toBe('counting');
    channel.release('census_request');
    await settle();
    expect(objects()).toBeNull(); // the example counts after another run
    session.watch('census').dispose();
    await settle();
    expect(channel.count('census_request')).toBe(1);
    channel.push(report(2));
    await settle(50);
    session.watch('census').dispose();
    await settle();
    expect(channel.count('census_request')).toBe(2);
    connection.open({ boot_id: 'another' });
    session.watch('census');
    await settle();
    expect(session.model.census.latest).not.toBeNull();
  });

  it('asks for allocations only after a recorded run', async () => {
    const channel = connection.open();
    session.watch('allocations');
    await settle();
    channel.push(report(1, { recorded: null }));
    await settle(50);
    expect(channel.count('allocations_request')).toBe(1);
    const recorded = {
      traced_bytes: 1,
      traced_peak_bytes: 2,
      traced_delta_bytes: 1,
      tables_bytes: 0,
      unrecorded_duration_ms: null
    };
    channel.push(report(2, { recorded }));
    channel.push(report(3, { recorded: null }));
    await settle(50);
    expect(channel.count('allocations_request')).toBe(2);
  });

  it('follows the queries', async () => {
    const channel = connection.open();
    session.watch('stack');
    await settle();
    session.model.queries.update({ hiddenGroups: [] });
    await settle();
    const { kind, args } = channel.sent[channel.sent.length - 1];
    expect([kind, args]).toEqual(['stack_request', { hidden_groups: [] }]);
  });

  it('looks for names in the kernel, and again when it is known which are the largest', async () => {
    const channel = connection.open();
    session.watch('variables');
    session.watch('sizes');
    await settle(50);
    const { queries, sizes } = session.model;
    expect(sizes.message).not.toBeNull();
    expect(channel.count('variables_request')).toBe(2);
    queries.update({ hiddenGroups: ['module'] });
    await settle();
    expect(channel.count('variables_request')).toBe(3);
    for (const variablesFilter of ['h', 'hu', 'huge']) {
      queries.update({ variablesFilter });
      await settle(TYPING_MS / 2);
    }
    expect(channel.count('variables_request')).toBe(3);
    await settle(TYPING_MS);
    expect(channel.count('variables_request')).toBe(4);
    const { kind, args } = channel.sent[channel.sent.length - 1];
    expect([kind, args]).toEqual([
      'variables_request',
      { filter: 'huge', hidden_groups: ['module'], start: 0, count: 2000 }
    ]);
  });

  it('is pulled after a collection, and the census after a baseline', async () => {
    const channel = connection.open();
    session.watch('census');
    await settle();
    await session.request('collect_request', {});
    await settle(50);
    await session.request('baseline_request', { action: 'set' });
    await settle(50);
    expect(channel.count('census_request')).toBe(3);
    expect(session.model.collector.progress.phase).toBe('done');
  });

  it('tells once when the probe cannot answer, and is quiet when a run came in between', async () => {
    const channel = connection.open();
    connection.say({ busy: true });
    channel.script('census_request', new RequestError('cancelled', 'later'));
    session.watch('census');
    await settle(2000);
    expect(session.model.notices.items).toEqual([]);
    channel.script(
      'census_request',
      new RequestError('failed', 'bad luck', 'Traceback …')
    );
    channel.push(report(1));
    await settle(50);
    const [notice] = session.model.notices.items;
    expect(notice).toMatchObject({
      text: 'census: bad luck',
      detail: 'Traceback …'
    });
    session.model.notices.dismiss(notice.id);
    channel.push(report(2));
    await settle(50);
    expect(channel.count('census_request')).toBe(3);
    expect(session.model.notices.items).toEqual([]);
  });
});

describe('what gave way to another front end', () => {
  it('is asked for again while it is watched', async () => {
    const channel = connection.open();
    channel.script('census_request', new RequestError('cancelled', 'later'));
    const watching = session.watch('census');
    await settle(2500);
    expect(channel.count('census_request')).toBe(3);
    watching.dispose();
    await settle(5000);
    expect(channel.count('census_request')).toBe(3);
  });
});

describe('sizes that could not be measured', () => {
  it('say so until they are', async () => {
    const channel = connection.open();
    const failure = new RequestError('failed', 'Memory is short.');
    channel.script('variable_sizes_request', failure);
    session.watch('sizes');
    await settle();
    const { sizes } = session.model;
    expect(sizes.failure).toEqual({ reason: 'Memory is short.' });
    channel.script('variable_sizes_request', example('variable_sizes'));
    channel.push(report(1));
    await settle(100);
    expect(sizes.failure).toBeNull();
  });
});

describe('the live stack', () => {
  it('is asked for twice a second while a cell runs and somebody looks', async () => {
    const channel = connection.open();
    await settle();
    connection.say({ busy: true });
    await settle(3000);
    expect(channel.count('stack_request')).toBe(0);
    const watching = session.watch('stack');
    await settle(2100);
    expect(channel.count('stack_request')).toBeGreaterThanOrEqual(4);
    expect(channel.count('stack_request')).toBeLessThanOrEqual(6);
    watching.dispose();
    const before = channel.count('stack_request');
    await settle(3000);
    expect(channel.count('stack_request')).toBe(before);
  });

  it('ends with the cell', async () => {
    const channel = connection.open();
    session.watch('stack');
    connection.say({ busy: true });
    await settle(1000);
    connection.say({ busy: false });
    const before = channel.count('stack_request');
    await settle(3000);
    expect(channel.count('stack_request')).toBe(before);
  });

  it('is not asked for where requests wait for the cell', async () => {
    connection.say({ answersWhileBusy: false });
    const channel = connection.open();
    session.watch('stack');
    await settle();
    connection.say({ busy: true });
    await settle(3000);
    expect(channel.count('stack_request')).toBe(1);
  });

  it('never has two requests under way', async () => {
    const channel = connection.open();
    await settle();
    channel.hold('stack_request');
    session.watch('stack');
    connection.say({ busy: true });
    await settle(5000);
    expect(channel.count('stack_request')).toBe(1);
  });
});

describe('the history', () => {
  it('comes back page by page after a reload', async () => {
    const channel = scriptedChannel().script('history_request', ring(1100));
    connection.open({}, false, channel);
    await settle();
    expect(channel.count('history_request')).toBe(3);
    expect(session.model.timeline.entries).toHaveLength(1100);
  });

  it('is asked for from the last known run on when the way to the kernel was lost', async () => {
    const first = connection.open();
    await settle();
    [1, 2, 3].forEach(id => first.push(report(id)));
    connection.say({ phase: 'disconnected' });
    first.dispose();
    const second = scriptedChannel().script('history_request', ring(5));
    connection.open({}, false, second);
    await settle();
    const asked = second.sent.find(({ kind }) => kind === 'history_request');
    expect(asked?.args).toEqual({ after_run_id: 3, count: 500 });
    expect(session.model.timeline.entries).toHaveLength(5);
    expect(session.model.timeline.era).toBe(0);
  });

  it('fills a gap', async () => {
    const channel = connection.open();
    await settle();
    channel.script('history_request', ring(4));
    channel.push(report(1));
    channel.push(report(4));
    await settle();
    expect(session.model.timeline.entries).toHaveLength(4);
    channel.push(report(5));
    await settle();
    expect(channel.count('history_request')).toBe(2);
  });
});

describe('a history whose page does not come', () => {
  it('is asked for again when it gave way', async () => {
    const channel = scriptedChannel();
    channel.script('history_request', new RequestError('cancelled', 'later'));
    connection.open({}, false, channel);
    await settle();
    channel.script('history_request', ring(3));
    await settle(1000);
    expect(session.model.timeline.entries).toHaveLength(3);
  });

  it('is asked for from there on after the next run', async () => {
    const channel = scriptedChannel();
    channel.hold('history_request');
    connection.open({}, false, channel);
    await settle();
    channel.push(report(9));
    channel.script('history_request', new RequestError('failed', 'bad luck'));
    channel.release('history_request');
    await settle();
    channel.script('history_request', ring(10));
    channel.push(report(10));
    await settle();
    expect(session.model.timeline.entries).toHaveLength(10);
  });

  it('of the process before does not count for the next one', async () => {
    const first = scriptedChannel().script('history_request', ring(7));
    first.hold('history_request');
    connection.open({}, false, first);
    await settle();
    first.release('history_request');
    first.dispose();
    connection.end('restarted');
    const second = scriptedChannel().script('history_request', ring(2));
    connection.open({ boot_id: 'second' }, false, second);
    await settle();
    const { timeline } = session.model;
    expect(timeline.entries.map(({ key }) => key)).toEqual(['1:1', '1:2']);
  });
});

describe('a report that the server dropped', () => {
  it('is fetched when the cell has ended, and all that is watched is pulled', async () => {
    const channel = connection.open();
    (Object.keys(ASKED) as Need[]).forEach(need => session.watch(need));
    await settle();
    channel.push(example('run_started', { run_id: 1 }));
    channel.script('history_request', ring(1));
    connection.run();
    await settle(50);
    expect(session.model.timeline.running).toBeNull();
    expect(session.model.timeline.entries).toHaveLength(1);
    for (const kind of Object.values(ASKED)) {
      expect([kind, channel.count(kind)]).toEqual([kind, 2]);
    }
  });

  it('leaves no run in progress when the probe made none', async () => {
    const channel = connection.open();
    await settle();
    channel.push(example('run_started', { run_id: 1 }));
    expect(session.model.timeline.running).not.toBeNull();
    connection.run();
    await settle(50);
    expect(session.model.timeline.running).toBeNull();
    expect(session.model.timeline.entries).toEqual([]);
  });

  it('is not asked for when it came', async () => {
    const channel = connection.open();
    await settle();
    for (const id of [1, 2, 3]) {
      channel.push(report(id));
      connection.run();
    }
    await settle(50);
    expect(channel.count('history_request')).toBe(1);
  });
});

describe('a report that got lost while other tabs are shown', () => {
  it('makes stale what was counted and measured before', async () => {
    const channel = connection.open();
    await settle();
    channel.push(report(1));
    connection.run();
    await settle(100);
    const lasting: readonly Need[] = ['census', 'sizes'];
    const tab = lasting.map(need => session.watch(need));
    await settle(100);
    tab.forEach(one => one.dispose());
    channel.script('history_request', ring(2));
    connection.run();
    await settle(100);
    expect(session.model.timeline.lastRunId).toBe(2);
    lasting.forEach(need => session.watch(need));
    await settle(100);
    for (const need of lasting) {
      expect([need, channel.count(ASKED[need])]).toEqual([need, 2]);
    }
  });
});

describe('a history that the user cleared', () => {
  it('comes back with what was on its way', async () => {
    const channel = scriptedChannel().script('history_request', ring(1000));
    channel.hold('history_request');
    const hello = { last_run_id: 1000, running_run_id: null };
    connection.open(hello, false, channel);
    await settle();
    channel.release('history_request');
    const undo = session.clearHistory();
    await settle(100);
    expect(session.model.timeline.entries).toEqual([]);
    undo();
    await settle(100);
    expect(session.model.timeline.entries).toHaveLength(1000);
  });

  it('comes back with what was counted meanwhile', async () => {
    const channel = connection.open();
    await settle();
    const counted = { run_id: 1, complete: true, object_count: 123 };
    channel.script('census_request', example('census', counted));
    channel.hold('census_request');
    channel.push(report(1));
    session.watch('census');
    await settle(60);
    const undo = session.clearHistory();
    channel.release('census_request');
    await settle(60);
    undo();
    const [entry] = session.model.timeline.entries;
    expect(entry).toMatchObject({ objects: { count: 123 } });
  });

  it('does not come back when the page is reloaded', async () => {
    const channel = scriptedChannel().script('history_request', ring(5));
    const hello = { last_run_id: 5, running_run_id: null };
    connection.open(hello, false, channel);
    await settle();
    session.clearHistory();
    expect(session.model.timeline.entries).toEqual([]);
    expect(connection.clearedRunId).toBe(5);

    const again = scriptedChannel().script('history_request', ring(6));
    connection.open(hello, false, again);
    await settle();
    const { timeline } = session.model;
    expect(timeline.entries.map(({ key }) => key)).toEqual(['0:6']);
  });

  it('comes back, also after a reload, when the user takes it back', async () => {
    const channel = scriptedChannel().script('history_request', ring(5));
    const hello = { last_run_id: 5, running_run_id: null };
    connection.open(hello, false, channel);
    await settle();
    session.clearHistory()();
    expect(session.model.timeline.entries).toHaveLength(5);
    expect(connection.clearedRunId).toBe(0);
  });

  it('does not come with the page that was on its way', async () => {
    const channel = scriptedChannel().script('history_request', ring(5));
    channel.hold('history_request');
    const hello = { last_run_id: 5, running_run_id: null };
    connection.open(hello, false, channel);
    await settle();
    session.clearHistory();
    channel.release('history_request');
    await settle();
    expect(session.model.timeline.entries).toEqual([]);
  });
});

describe('a history that the probe lost', () => {
  it('is asked for once, not after each run', async () => {
    const channel = connection.open({ last_run_id: 50 }, false);
    await settle();
    [51, 52, 53].forEach(id => channel.push(report(id)));
    await settle(1000);
    channel.push(report(54));
    await settle(1000);
    expect(channel.count('history_request')).toBe(2);
  });
});

describe('the time of a running cell', () => {
  it('goes on where no sample tells it', async () => {
    const channel = connection.open();
    await settle();
    channel.push(example('run_started', { elapsed_ms: 0, run_id: 1 }));
    await settle(3100);
    const { timeline } = session.model;
    expect(timeline.running?.elapsedMs).toBeCloseTo(3000, -2);
    channel.push(example('sample', { run_id: 1, at_ms: 7000 }));
    expect(timeline.running?.elapsedMs).toBe(7000);
    channel.push(report(1));
    await settle(3000);
    expect(timeline.running).toBeNull();
  });
});

describe('recording from the start', () => {
  it('is begun when the notebook wants it', async () => {
    wantsRecording = true;
    const channel = connection.open();
    await settle();
    expect(channel.sent).toContainEqual({
      kind: 'recording_request',
      args: { mode: 'on' }
    });
  });

  it('is left off where the user switched it off before a reload, and is not asked for where it is on', async () => {
    wantsRecording = true;
    const reloaded = connection.open({}, true);
    await settle();
    expect(reloaded.count('recording_request')).toBe(0);
    session.reconsiderRecording();
    expect(reloaded.count('recording_request')).toBe(0);
    const recording = { ...example('hello').recording, mode: 'on' as const };
    const other = connection.open({ boot_id: 'other', recording });
    await settle();
    expect(other.count('recording_request')).toBe(0);
  });
});

describe('recording', () => {
  it('goes on in the process that follows, as the user left it', async () => {
    const recording = { ...example('hello').recording, mode: 'on' as const };
    const first = connection.open();
    await settle();
    first.push({ kind: 'recording', request_id: null, recording });
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(second.sent).toContainEqual({
      kind: 'recording_request',
      args: { mode: 'on' }
    });
  });

  it('is begun in the process that follows where the first ended too soon', async () => {
    wantsRecording = true;
    connection.open().dispose();
    connection.end('restarted');
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(second.count('recording_request')).toBe(1);
  });

  it('does not go on in another kernel, which others may use', async () => {
    const recording = { ...example('hello').recording, mode: 'on' as const };
    const first = connection.open();
    await settle();
    first.push({ kind: 'recording', request_id: null, recording });
    first.dispose();
    connection.end('switched');
    const other = connection.open({ boot_id: 'other', last_run_id: 7 });
    await settle();
    expect(other.count('recording_request')).toBe(0);
  });

  it('stays off in the process that follows where the user switched it off', async () => {
    wantsRecording = true;
    connection.open({}, true);
    await settle();
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(second.count('recording_request')).toBe(0);
  });

  it('is remembered, so that what the user switches off stays off over a reload', async () => {
    const channel = connection.open();
    await settle();
    expect(connection.isRecorded).toBe(false);
    const recording = { ...example('hello').recording, mode: 'on' as const };
    channel.push({ kind: 'recording', request_id: null, recording });
    expect(connection.isRecorded).toBe(true);
  });
});

describe('the setting to record always', () => {
  const on = { ...example('hello').recording, mode: 'on' as const };
  const off = { ...on, mode: 'off' as const };
  const hear = (channel: FakeChannel, recording: typeof on | typeof off) =>
    channel.push({ kind: 'recording', request_id: null, recording });
  const always = (alwaysRecord: boolean) =>
    settings.update({ ...DEFAULT_SETTINGS, alwaysRecord });
  const told = (channel: FakeChannel) =>
    channel.sent
      .filter(({ kind }) => kind === 'recording_request')
      .map(({ args }) => (args as { mode: string }).mode);

  it('begins in an open notebook, also where it was switched off, and ends it again', async () => {
    const channel = connection.open();
    await settle();
    hear(channel, on);
    hear(channel, off);
    always(true);
    expect(told(channel)).toEqual(['on']);
    hear(channel, on);
    settings.update({ ...settings.value, historyLength: 10 });
    always(false);
    await settle();
    expect(told(channel)).toEqual(['on', 'off']);
    hear(channel, off);
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(told(second)).toEqual([]);
  });

  it('ends nothing that the user or the notebook began', async () => {
    const channel = connection.open();
    await settle();
    hear(channel, on);
    always(true);
    always(false);
    hear(channel, off);
    always(true);
    wantsRecording = true;
    hear(channel, on);
    always(false);
    await settle();
    expect(told(channel)).toEqual(['on']);
  });

  it('ends what it began before a reload, or in a process that records from its start', async () => {
    always(true);
    for (const boot of ['first', 'second']) {
      const channel = connection.open({ boot_id: boot, recording: on }, true);
      await settle();
      always(false);
      expect(told(channel)).toEqual(['off']);
      always(true);
      await settle();
    }
  });
});

describe('recording that waits for trust', () => {
  const asked = (channel: FakeChannel) => channel.count('recording_request');

  it('begins when the notebook is trusted, once', async () => {
    const channel = connection.open();
    await settle();
    session.reconsiderRecording();
    expect(asked(channel)).toBe(0);
    wantsRecording = true;
    session.reconsiderRecording();
    session.reconsiderRecording();
    expect(asked(channel)).toBe(1); // at once: before the next cell is sent
  });

  it('begins in the process that follows', async () => {
    connection.open();
    await settle();
    wantsRecording = true;
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(asked(second)).toBe(1);
  });

  it('begins when the notebook is opened again, in a process that was met', async () => {
    wantsRecording = true;
    session.reconsiderRecording(); // before there is a probe
    const channel = connection.open();
    await settle();
    expect(asked(channel)).toBe(1);
  });

  it('does not begin where the user switched it on and off meanwhile', async () => {
    const channel = connection.open();
    await settle();
    const { recording } = example('hello');
    for (const mode of ['on', 'off'] as const) {
      const state = { ...recording, mode };
      channel.push({ kind: 'recording', request_id: null, recording: state });
    }
    wantsRecording = true;
    session.reconsiderRecording();
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect([asked(channel), asked(second)]).toEqual([0, 0]);
  });

  it('is not said to be off by the report of a cell that ran when it was asked for', async () => {
    wantsRecording = true;
    const channel = connection.open();
    channel.push(report(1));
    channel.dispose();
    connection.end('restarted');
    const second = connection.open({ boot_id: 'second' });
    await settle();
    expect(asked(second)).toBe(1);
  });
});

describe('counts of runs that follow each other quickly', () => {
  it('are given up, and say so', async () => {
    const channel = connection.open();
    const watched = session.watch('census');
    await settle();
    [1, 2, 3].forEach(id => channel.push(report(id)));
    const reasons = session.model.timeline.entries.map(entry =>
      entry.type === 'run' ? entry.objects?.reason : undefined
    );
    expect(reasons).toEqual(['next_run', 'next_run', undefined]);
    watched.dispose();
  });
});

describe('a kernel that the user comes back to', () => {
  /** What the page has of it: runs, and collections by the user. */
  const known = () => {
    const types = session.model.timeline.entries.map(({ type }) => type);
    const count = (one: string) => types.filter(type => type === one).length;
    return [count('run'), count('collection')];
  };

  it('keeps its runs, also those that its ring has dropped, and the collections', async () => {
    const first = connection.open({ boot_id: 'a' });
    await settle();
    for (let id = 1; id <= 10; id += 1) {
      first.push(report(id));
    }
    await session.request('collect_request', {});
    first.dispose();
    connection.end('switched');
    connection.open({ boot_id: 'b' }).dispose();
    connection.end('switched');
    const again = scriptedChannel();
    const items = [6, 7, 8, 9, 10, 11].map(id => run(id));
    const page = { items, total: 6, start: 0, truncated: true };
    again.script('history_request', example('history', page));
    const hello = { boot_id: 'a', last_run_id: 11, running_run_id: null };
    connection.open(hello, false, again);
    await settle();
    expect(known()).toEqual([11, 1]);
    const { timeline } = session.model;
    expect(timeline.entries.every(({ era }) => era === 2)).toBe(true);
    expect(timeline.runOf(run(1).cell_id ?? '')?.report.run_id).toBe(11);
  });
});

describe('a cell that ends its kernel at once', () => {
  const cell = {
    cellId: 'cell-7',
    code: '# boom\n\nos.kill(os.getpid(), 9)',
    executionCount: null,
    isBegun: false,
    dueAtMs: 0,
    startedAtMs: 5000
  };
  const lost = () =>
    session.model.timeline.entries.filter(({ type }) => type === 'lost');

  it('has its entry, and is named, though the probe said nothing of it', async () => {
    const channel = connection.open({ last_run_id: 0, running_run_id: null });
    await settle();
    channel.push(report(1));
    connection.unfinished = { ...cell, dueAtMs: Date.now() };
    connection.end('died');
    const started = { run_id: 2, label: 'os.kill(os.getpid(), 9)' };
    expect(lost()).toMatchObject([
      { key: '0:2', run: { isSupposed: true, started, samples: [] } }
    ]);
    const [notice] = session.model.notices.items;
    const death: Death = JSON.parse(notice.text);
    expect(death.running).toMatchObject({ started });
  });

  it('has none besides what the probe told of it', async () => {
    const channel = connection.open({ last_run_id: 0, running_run_id: null });
    await settle();
    channel.push(example('run_started', { run_id: 1, label: 'told' }));
    connection.unfinished = cell;
    connection.end('died');
    expect(lost()).toMatchObject([{ run: { started: { label: 'told' } } }]);
  });

  it('has none where its report came, or the kernel lives on', async () => {
    const channel = connection.open({ last_run_id: 0, running_run_id: null });
    await settle();
    connection.unfinished = { ...cell, dueAtMs: Date.now() };
    await settle(10);
    channel.push(report(1, { cell_id: cell.cellId }));
    connection.end('died');
    expect(lost()).toEqual([]);
    connection.open({ boot_id: 'second', running_run_id: null });
    connection.end('switched');
    expect(lost()).toEqual([]);
  });
});

describe('the life of a kernel', () => {
  it('ends an era, and the next probe begins one', async () => {
    const first = connection.open();
    await settle();
    first.push(report(1));
    first.dispose();
    connection.end('restarted');
    expect(session.model.timeline.runOf(run(1).cell_id ?? '')).not.toBeNull();
    connection.open({ boot_id: 'second' });
    await settle();
    const { timeline } = session.model;
    expect(timeline.eras.map(era => era.endedBecause)).toEqual([
      'restarted',
      null
    ]);
    expect(timeline.entries).toHaveLength(1);
    expect(timeline.runOf(run(1).cell_id ?? '')).toBeNull();
  });

  it('tells of a death what ran and what was seen last', async () => {
    const channel = connection.open();
    await settle();
    channel.push(example('run_started', { run_id: 1 }));
    channel.push(example('sample', { run_id: 1, rss_bytes: 12345 }));
    connection.say({ phase: 'starting' });
    connection.end('died');
    const [notice] = session.model.notices.items;
    expect(notice.level).toBe('error');
    const death: Death = JSON.parse(notice.text);
    expect(death).toMatchObject({ isRestarted: true, rssBytes: 12345 });
    expect(death.running?.started.run_id).toBe(1);
    expect(session.model.timeline.running).toBeNull();

    connection.open({ boot_id: 'second' });
    await settle();
    expect(session.model.notices.items).toHaveLength(1);
    connection.end('restarted');
    expect(session.model.notices.items).toEqual([]);
  });

  it('says when a kernel is gone for good', () => {
    connection.say({ phase: 'dead' });
    connection.end('died');
    const [notice] = session.model.notices.items;
    expect(JSON.parse(notice.text)).toMatchObject({ isRestarted: false });
    expect(session.model.timeline.eras).toHaveLength(1);
  });

  it('ends an era when another page took the probe out, which is no restart', async () => {
    connection.open({ pid: 7 }).dispose();
    connection.open({ pid: 7, boot_id: 'second' });
    connection.open({ pid: 8, boot_id: 'third' });
    const { eras } = session.model.timeline;
    expect(eras.map(era => era.endedBecause)).toEqual([
      'replaced',
      'restarted',
      null
    ]);
  });

  it('goes on where Heapscope was switched off and on again: its cells and its peak are known', async () => {
    const { kernel, timeline } = session.model;
    const cell = run(1).cell_id ?? '';
    const first = connection.open({ pid: 7 });
    first.push(report(1, { peak_rss_bytes: 9e12 }));
    first.dispose();
    connection.end('off');
    connection.open({ pid: 7, boot_id: 'second' });
    await settle();
    expect(timeline.runOf(cell)?.key).toBe('0:1');
    expect(kernel.peak).toMatchObject({ bytes: 9e12, isEarlier: true });
    connection.end('off');
    connection.open({ pid: 7, boot_id: 'third' }).push(report(1));
    expect(timeline.runOf(cell)?.key).toBe('2:1');
    connection.end('off');
    connection.open({ pid: 8, boot_id: 'fourth' });
    expect(timeline.runOf(cell)).toBeNull();
    expect(kernel.peak?.bytes).toBeLessThan(9e12);
  });

  it.each(['restarted', 'died', 'switched', 'closed'] as const)(
    'does not go on where it %s while Heapscope was off, whatever the number of the next process',
    async because => {
      connection.open({ pid: 7 }).push(report(1));
      connection.end('off');
      connection.end(because);
      connection.open({ pid: 7, boot_id: 'second' });
      await settle();
      const { timeline } = session.model;
      expect(timeline.eras[0].endedBecause).toBe('off');
      expect(timeline.runOf(run(1).cell_id ?? '')).toBeNull();
    }
  );

  it('has no place for what the process before answered', async () => {
    const first = connection.open();
    await settle();
    first.hold('variables_request');
    const asked = session.request('variables_request', {
      filter: '',
      hidden_groups: [],
      start: 0,
      count: 1
    });
    await settle();
    first.release('variables_request');
    connection.open({ boot_id: 'second' });
    await asked;
    expect(session.model.variables.message).toBeNull();
  });

  it('keeps its era when the same probe answers again', async () => {
    connection.open().dispose();
    connection.open({}, false);
    await settle();
    expect(session.model.timeline.eras).toHaveLength(1);
  });
});

describe('a session without a probe', () => {
  it('refuses requests', async () => {
    await expect(session.request('collect_request', {})).rejects.toMatchObject({
      code: 'closed',
      message: 'no probe'
    });
  });

  it('asks again when the user wants it', () => {
    session.refresh();
    expect(connection.retried).toBe(1);
  });

  it('is switched by the user', () => {
    const heard: boolean[] = [];
    session.enabledChanged.connect((_, isEnabled) => heard.push(isEnabled));
    session.setEnabled(false);
    session.setEnabled(false);
    session.setEnabled(true);
    expect(heard).toEqual([false, true]);
    expect(connection.isEnabled).toBe(true);
  });

  it('takes its connection along', () => {
    session.dispose();
    expect(connection.isDisposed).toBe(true);
    settings.update({ ...DEFAULT_SETTINGS });
  });
});
