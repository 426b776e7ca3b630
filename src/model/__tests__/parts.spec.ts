import { example } from '../../protocol/__tests__/examples';
import { MemoryModel } from '../memory';
import { DEFAULT_SETTINGS, SettingsModel } from '../settings';
import { framesKey, pathKey } from '../stack';

let model: MemoryModel;

beforeEach(() => {
  model = new MemoryModel();
});

describe('the kernel', () => {
  it('has the figures of the last message that had any', () => {
    model.apply(example('hello'));
    expect(model.kernel.memory).toEqual(example('hello').memory);
    model.apply(example('sample', { rss_bytes: 900, traced_bytes: 7 }));
    expect(model.kernel.memory).toMatchObject({
      rss_bytes: 900,
      traced_bytes: 7,
      limit_bytes: example('hello').memory.limit_bytes
    });
    model.apply(example('collection', { rss_after_bytes: 800 }));
    expect(model.kernel.memory?.rss_bytes).toBe(800);
    model.apply(example('memory'));
    expect(model.kernel.memory).toEqual(example('memory').memory);
  });

  it('goes by the report, not by a sample that comes late', () => {
    model.apply(example('hello'));
    const { memory, run } = example('report');
    model.apply(example('report', { run: { ...run, run_id: 5 } }));
    model.apply(example('sample', { run_id: 5, rss_bytes: 900 }));
    expect(model.kernel.memory).toEqual(memory);
    model.reset();
    model.apply(example('hello'));
    model.apply(example('sample', { run_id: 1, rss_bytes: 900 }));
    expect(model.kernel.memory?.rss_bytes).toBe(900);
  });

  it('knows the highest peak and its run', () => {
    const { run, memory } = example('report');
    const report = (id: number, peak: number | null) =>
      example('report', {
        memory: { ...memory, rss_bytes: 400 },
        run: { ...run, run_id: id, peak_rss_bytes: peak }
      });
    [report(1, 500), report(2, 900), report(3, 700), report(4, null)].forEach(
      message => model.apply(message)
    );
    expect(model.kernel.peak).toEqual({ bytes: 900, runId: 2, isWithin: true });
    model.apply(example('sample', { run_id: 5, rss_bytes: 1000 }));
    expect(model.kernel.peak).toEqual({
      bytes: 1000,
      runId: 5,
      isWithin: true
    });
  });

  it('has no peak below what was read between runs', () => {
    const { memory } = example('memory');
    const read = (rss_bytes: number | null) =>
      model.apply(example('memory', { memory: { ...memory, rss_bytes } }));
    read(2000);
    read(null);
    read(1500);
    expect(model.kernel.peak).toEqual({
      bytes: 2000,
      runId: 0,
      isWithin: false
    });
    model.apply(example('collection', { rss_before_bytes: 2500 }));
    expect(model.kernel.peak?.isWithin).toBe(false);
    expect(model.kernel.peak?.bytes).toBeGreaterThanOrEqual(2500);
    model.apply(example('census', { peak_rss_bytes: 9_000_000_000 }));
    expect(model.kernel.peak).toEqual({
      bytes: 9_000_000_000,
      runId: 4,
      isWithin: false
    });
  });

  it('says why it lacks something', () => {
    expect(model.kernel.missing('swap')).toBeNull();
    const capabilities = [
      { name: 'swap' as const, available: false, reason: 'Not on macOS.' },
      { name: 'rss' as const, available: true, reason: null }
    ];
    model.apply(example('hello', { capabilities }));
    expect(model.kernel.missing('swap')).toBe('Not on macOS.');
    expect(model.kernel.missing('rss')).toBeNull();
  });
});

describe('the census', () => {
  it('keeps the last complete one while newer ones are cut', () => {
    model.apply(example('census', { run_id: 1, complete: true }));
    model.apply(example('census', { run_id: 2, complete: false }));
    expect(model.census.complete?.run_id).toBe(1);
    expect(model.census.latest?.run_id).toBe(2);
  });

  it('knows the baseline until it is dropped', () => {
    model.apply(example('baseline', { baseline_run_id: 3 }));
    expect(model.census.baseline?.baseline_run_id).toBe(3);
    model.apply(example('baseline', { baseline_run_id: null }));
    expect(model.census.baseline).toBeNull();
  });
});

describe('the stack', () => {
  const members = example('members');
  const key = pathKey(members.frame_id, members.name, members.path);
  const page = (start: number) =>
    example('members', { members: { ...members.members, start } });

  it('holds the pages of opened objects in order', () => {
    [0, 100, 200].forEach(start => model.apply(page(start)));
    const starts = () =>
      model.stack.members.get(key)?.map(one => one.members.start);
    expect(starts()).toEqual([0, 100, 200]);
    // Read anew: what followed belongs to what was.
    model.apply(page(100));
    expect(starts()).toEqual([0, 100]);
    model.stack.closeMembers(key);
    expect(starts()).toBeUndefined();
  });

  it('forgets what was opened when the run or the moment is another one', () => {
    const opened = () => model.stack.members.size + model.stack.frames.size;
    const open = () => {
      model.apply(page(0));
      model.apply(example('frames', { stack_id: 'thread:1', start: 5 }));
    };
    model.apply(example('stack', { run_id: 1, moment: 'running' }));
    open();
    model.apply(example('stack', { run_id: 1, moment: 'running' }));
    expect(opened()).toBe(2);
    model.apply(example('stack', { run_id: 1, moment: 'rest' }));
    expect(opened()).toBe(0);
    open();
    model.apply(example('stack', { run_id: 2, moment: 'rest' }));
    expect(opened()).toBe(0);
  });

  it('folds unfolded frames', () => {
    model.apply(example('frames', { stack_id: 'thread:1', start: 5 }));
    model.stack.closeFrames([framesKey('thread:1', 5)]);
    expect(model.stack.frames.size).toBe(0);
  });
});

describe('failures', () => {
  it('inside the probe are shown, those of requests are not', () => {
    model.apply(example('error', { request_id: 9 }));
    expect(model.notices.items).toEqual([]);
    model.apply(
      example('error', { request_id: null, part: 'sampler', message: 'one' })
    );
    model.apply(
      example('error', { request_id: null, part: 'sampler', message: 'two' })
    );
    expect(model.notices.items.map(one => one.text)).toEqual(['two']);
    model.notices.dismiss('probe:sampler');
    expect(model.notices.items).toEqual([]);
  });

  it('are bounded', () => {
    for (let count = 0; count < 100; count += 1) {
      const part = `part-${count}`;
      model.apply(example('error', { request_id: null, part }));
    }
    expect(model.notices.items).toHaveLength(20);
    expect(model.notices.items[19].id).toBe('probe:part-99');
  });
});

describe('another process', () => {
  it('makes the model forget all but the history and what the user must know', () => {
    const kinds = [
      'hello',
      'report',
      'stack',
      'variables',
      'variable_sizes',
      'census',
      'allocations',
      'collector',
      'recording'
    ] as const;
    kinds.forEach(kind => model.apply(example(kind)));
    model.notices.show({
      id: 'kernel:died',
      level: 'error',
      text: 'died',
      detail: null
    });
    model.selection.select('0:5');
    model.timeline.endEra('died');
    model.reset();
    expect(model.kernel.hello).toBeNull();
    expect(model.kernel.peak).toBeNull();
    expect(model.stack.stack).toBeNull();
    expect(model.variables.message).toBeNull();
    expect(model.sizes.message).toBeNull();
    expect(model.census.latest).toBeNull();
    expect(model.allocations.message).toBeNull();
    expect(model.collector.state).toBeNull();
    expect(model.recording.state).toBeNull();
    expect(model.selection.key).toBeNull();
    expect(model.timeline.entries).toHaveLength(1);
    expect(model.notices.items).toHaveLength(1);
  });
});

describe('the settings', () => {
  it('fall back to the default where a value is missing or of another type', () => {
    const settings = new SettingsModel();
    settings.update({ showChip: false, warnPercent: '50', surprise: 1 });
    expect(settings.value).toEqual({ ...DEFAULT_SETTINGS, showChip: false });
  });

  it.each(['100', -1, 0, NaN, Infinity, 2.5, 1e9, null, [100], {}])(
    'do not take %p for a length of the history',
    historyLength => {
      const settings = new SettingsModel();
      settings.update({ historyLength, showBadges: historyLength });
      expect(settings.value).toEqual(DEFAULT_SETTINGS);
    }
  );
});
