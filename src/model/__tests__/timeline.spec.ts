import type { RunReport } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import { RunEntry, Timeline } from '../timeline';

let timeline: Timeline;

beforeEach(() => {
  timeline = new Timeline(100);
});

function run(runId: number, changes: Partial<RunReport> = {}): RunReport {
  const { run: golden } = example('report');
  const started_at_ms = 1_000_000 + runId * 1000;
  return { ...golden, run_id: runId, started_at_ms, ...changes };
}

function finish(runId: number, changes: Partial<RunReport> = {}): void {
  timeline.apply(example('report', { run: run(runId, changes) }));
}

function keys(): string[] {
  return timeline.entries.map(entry => entry.key);
}

function objectsOf(runId: number): RunEntry['objects'] {
  return (timeline.entry(`0:${runId}`) as RunEntry).objects;
}

function typesOf(): string[] {
  return timeline.entries.map(entry => entry.type);
}

describe('runs', () => {
  it('come in order, each once', () => {
    [1, 2, 2].forEach(id => finish(id));
    expect(keys()).toEqual(['0:1', '0:2']);
  });

  it('come back from the history between those that were pushed before it', () => {
    finish(3);
    const items = [1, 2, 3].map(id => run(id));
    timeline.apply(example('history', { items, total: 3, truncated: true }));
    expect(keys()).toEqual(['0:1', '0:2', '0:3']);
    expect(timeline.truncated).toBe(true);
  });

  it('are dropped from the oldest on when there are too many', () => {
    timeline.setHistoryLength(2);
    [1, 2, 3].forEach(id => finish(id));
    expect(keys()).toEqual(['0:2', '0:3']);
    expect(timeline.truncated).toBe(true);
    timeline.setHistoryLength(1);
    expect(keys()).toEqual(['0:3']);
  });

  it('keep their order when the clock is set back', () => {
    finish(1);
    finish(2, { started_at_ms: 5 });
    finish(3, { started_at_ms: 100 });
    expect(keys()).toEqual(['0:1', '0:2', '0:3']);
  });

  it('that were dropped do not come back', () => {
    timeline.setHistoryLength(2);
    [1, 2, 3].forEach(id => finish(id));
    finish(1);
    expect(keys()).toEqual(['0:2', '0:3']);
  });

  it('are found by their cell, the last one of this process', () => {
    finish(1, { cell_id: 'a' });
    finish(2, { cell_id: 'b' });
    finish(3, { cell_id: 'a' });
    expect(timeline.runOf('a')?.key).toBe('0:3');
    expect(timeline.runOf('c')).toBeNull();
    finish(4, { cell_id: null });
    expect(timeline.runOf('b')?.key).toBe('0:2');
  });

  it('of the history do not take the place of a later run of the same cell', () => {
    finish(5, { cell_id: 'a' });
    const items = [run(4, { cell_id: 'a' })];
    timeline.apply(example('history', { items, total: 1, truncated: false }));
    expect(timeline.runOf('a')?.key).toBe('0:5');
  });

  it('are forgotten when the user clears them, but not the one in progress', () => {
    finish(1, { cell_id: 'a' });
    timeline.apply(example('run_started', { run_id: 2 }));
    timeline.clear();
    expect(timeline.entries).toEqual([]);
    expect(timeline.runOf('a')).toBeNull();
    expect(timeline.running?.started.run_id).toBe(2);
  });
});

describe('runs that the user cleared', () => {
  it('do not come back with the history', () => {
    timeline.apply(example('hello', { last_run_id: 2, running_run_id: null }));
    timeline.clear();
    const items = [run(1), run(2), run(3)];
    timeline.apply(example('history', { items, total: 3, truncated: false }));
    expect(keys()).toEqual(['0:3']);
    expect(timeline.runOf(run(1).cell_id ?? '')?.key).toBe('0:3');
  });

  it('do not come back after a reload, but those of another process do', () => {
    timeline.skip(2);
    [1, 2, 3].forEach(id => finish(id));
    expect(keys()).toEqual(['0:3']);
    timeline.endEra('restarted');
    timeline.reset();
    finish(1);
    expect(keys()).toEqual(['0:3', '1:1']);
  });

  it('are not the one in progress', () => {
    timeline.apply(example('hello', { last_run_id: 3, running_run_id: 3 }));
    timeline.clear();
    finish(3);
    expect(keys()).toEqual(['0:3']);
  });
});

describe('a history that was cleared and brought back', () => {
  it('is in front of what came since, and its cells are known again', () => {
    [1, 2].forEach(id => finish(id, { cell_id: `cell-${id}` }));
    const undo = timeline.clear();
    finish(3, { cell_id: 'cell-2' });
    undo();
    expect(keys()).toEqual(['0:1', '0:2', '0:3']);
    expect(timeline.runOf('cell-1')?.key).toBe('0:1');
    expect(timeline.runOf('cell-2')?.key).toBe('0:3');
    expect(timeline.clearedRunId).toBe(0);
  });

  it('is that of a kernel which ended meanwhile, and nothing of the next one', () => {
    [1, 2].forEach(id => finish(id, { cell_id: 'a' }));
    const undo = timeline.clear();
    timeline.endEra('restarted');
    timeline.reset();
    finish(1, { cell_id: 'a' });
    undo();
    expect(keys()).toEqual(['0:1', '0:2', '1:1']);
    expect(timeline.runOf('a')?.key).toBe('1:1');
  });

  it('keeps its length', () => {
    timeline.setHistoryLength(2);
    [1, 2].forEach(id => finish(id));
    const undo = timeline.clear();
    finish(3);
    undo();
    expect(keys()).toEqual(['0:2', '0:3']);
    expect(timeline.truncated).toBe(true);
  });
});

describe('a kernel that the user comes back to', () => {
  const hello = (bootId: string) =>
    timeline.apply(
      example('hello', {
        boot_id: bootId,
        last_run_id: 0,
        running_run_id: null
      })
    );
  const next = (bootId: string, because: 'closed' | 'switched') => {
    timeline.endEra(because);
    timeline.reset();
    hello(bootId);
  };

  it('takes up where it was left, after what was done in another', () => {
    hello('a');
    finish(1, { cell_id: 'x' });
    next('b', 'switched');
    finish(1);
    next('a', 'switched');
    finish(2);
    expect(keys()).toEqual(['1:1', '2:1', '2:2']);
    expect(timeline.runOf('x')?.key).toBe('2:1');
  });

  it('lost no run that seemed to end with it', () => {
    hello('a');
    timeline.apply(example('run_started', { run_id: 1 }));
    next('b', 'closed');
    expect(keys()).toEqual(['0:1']);
    next('a', 'switched');
    expect(keys()).toEqual([]);
  });
});

describe('the run in progress', () => {
  it('is not begun by a message that is late', () => {
    finish(7);
    timeline.apply(example('run_started', { run_id: 7 }));
    expect(timeline.running).toBeNull();
  });

  it('keeps its samples when it is told of again', () => {
    const started = example('run_started', { run_id: 7 });
    timeline.apply(started);
    timeline.apply(example('sample', { run_id: 7 }));
    timeline.apply(started);
    expect(timeline.running?.samples).toHaveLength(1);
  });

  it('gathers its samples, and ends with its report', () => {
    timeline.apply(example('run_started', { run_id: 7 }));
    const sample = example('sample', { run_id: 7, at_ms: 100, rss_bytes: 5 });
    timeline.apply(sample);
    timeline.apply({ ...sample, run_id: 6 });
    expect(timeline.running?.samples).toEqual([{ at_ms: 100, rss_bytes: 5 }]);
    expect(timeline.running?.location).toEqual(sample.location);
    finish(7);
    expect(timeline.running).toBeNull();
    timeline.apply(sample);
    expect(timeline.running).toBeNull();
  });

  it('is as old as the kernel says, for a page that comes within it', () => {
    timeline.apply(example('run_started', { run_id: 7, elapsed_ms: 60_000 }));
    expect(timeline.running?.elapsedMs).toBe(60_000);
  });

  it('is thinned, not cut, when it lasts', () => {
    timeline.apply(example('run_started', { run_id: 7 }));
    for (let at = 0; at < 3000; at += 1) {
      timeline.apply(example('sample', { run_id: 7, at_ms: at }));
    }
    const times = timeline.running?.samples.map(point => point.at_ms) ?? [];
    expect(times.length).toBeLessThanOrEqual(1000);
    expect(times[0]).toBe(0);
    expect(times[times.length - 1]).toBe(2999);
    expect([...times].sort((one, other) => one - other)).toEqual(times);
  });
});

describe('collections that the user asked for', () => {
  it('come back with the history, and are told once', () => {
    const pushed = example('collection', { after_run_id: 1, request_id: null });
    timeline.apply({ ...pushed, request_id: 7 });
    timeline.apply(pushed);
    timeline.apply(
      example('history', {
        items: [1, 2].map(id => run(id)),
        collections: [pushed]
      })
    );
    expect(typesOf()).toEqual(['run', 'collection', 'run']);
  });

  it('do not come back when they were cleared', () => {
    timeline.skip(1);
    const collection = (after_run_id: number) =>
      example('collection', { after_run_id, at_ms: after_run_id });
    timeline.apply(
      example('history', {
        items: [1, 2].map(id => run(id)),
        collections: [1, 2].map(collection)
      })
    );
    expect(typesOf()).toEqual(['run', 'collection']);
  });

  it('stand among the runs', () => {
    finish(1);
    timeline.apply(example('collection', { after_run_id: 1 }));
    finish(2);
    expect(typesOf()).toEqual(['run', 'collection', 'run']);
  });

  it('stand before the run that they came in', () => {
    finish(1);
    const within = { after_run_id: 2, while_running: true };
    timeline.apply(example('collection', within));
    finish(2);
    expect(typesOf()).toEqual(['run', 'collection', 'run']);
  });

  it('stand after a run whose report came late', () => {
    finish(1);
    timeline.apply(example('collection', { after_run_id: 2 }));
    const items = [run(2)];
    timeline.apply(example('history', { items, total: 1, truncated: false }));
    expect(typesOf()).toEqual(['run', 'run', 'collection']);
  });
});

describe('a census', () => {
  it('tells what the run did to the number of objects', () => {
    finish(1);
    finish(2);
    timeline.apply(
      example('census', {
        run_id: 2,
        complete: true,
        object_count: 500,
        object_count_delta: 20,
        previous_run_id: 1
      })
    );
    expect(objectsOf(2)).toEqual({ count: 500, delta: 20, reason: null });
    expect(objectsOf(1)).toBeNull();
  });

  it('tells no difference against an earlier run than the one before', () => {
    finish(3);
    timeline.apply(
      example('census', {
        run_id: 3,
        complete: true,
        object_count: 500,
        object_count_delta: 20,
        previous_run_id: 1
      })
    );
    expect(objectsOf(3)).toEqual({
      count: 500,
      delta: null,
      reason: 'no_previous'
    });
  });

  it('tells no difference that is not of the run alone', () => {
    [1, 2].forEach(id => finish(id));
    timeline.apply(
      example('census', {
        run_id: 2,
        complete: true,
        object_count: 500,
        object_count_delta: 35_822,
        previous_run_id: 1,
        delta_is_of_run: false
      })
    );
    expect(objectsOf(2)).toEqual({
      count: 500,
      delta: null,
      reason: 'between'
    });
  });

  it('that was cut tells why there is no figure', () => {
    finish(1);
    timeline.apply(
      example('census', { run_id: 1, complete: false, cut_because: 'budget' })
    );
    expect(objectsOf(1)).toEqual({
      count: null,
      delta: null,
      reason: 'budget'
    });
  });

  it('is that of the run, not of what the user collected after it', () => {
    [1, 2].forEach(id => finish(id));
    const first = {
      run_id: 2,
      complete: true,
      object_count: 500,
      object_count_delta: 20,
      previous_run_id: 1
    };
    timeline.apply(example('census', first));
    const later = { object_count: 100, object_count_delta: -380 };
    timeline.apply(example('census', { ...first, ...later }));
    timeline.apply(
      example('census', { ...first, complete: false, cut_because: 'budget' })
    );
    expect(objectsOf(2)).toEqual({ count: 500, delta: 20, reason: null });
  });

  it('is taken anew where the first one was cut', () => {
    finish(1);
    timeline.apply(
      example('census', { run_id: 1, complete: false, cut_because: 'budget' })
    );
    timeline.apply(
      example('census', { run_id: 1, complete: true, object_count: 7 })
    );
    expect(objectsOf(1)?.count).toBe(7);
  });

  it('is also found by the cell', () => {
    finish(1, { cell_id: 'a' });
    timeline.apply(example('census', { run_id: 1, complete: true }));
    expect(timeline.runOf('a')?.objects).not.toBeNull();
  });
});

describe('eras', () => {
  it.each(['died', 'restarted', 'closed'] as const)(
    'keep what was seen of a run that ended with its process: %s',
    because => {
      timeline.apply(example('run_started', { run_id: 1 }));
      timeline.apply(example('sample', { run_id: 1, rss_bytes: 12345 }));
      timeline.endEra(because);
      timeline.endEra(because);
      timeline.reset();
      expect(timeline.entries).toEqual([
        expect.objectContaining({ type: 'lost', key: '0:1', era: 0 })
      ]);
      const [lost] = timeline.entries;
      expect(lost.type === 'lost' && lost.run.samples).toEqual([
        expect.objectContaining({ rss_bytes: 12345 })
      ]);
    }
  );

  it.each(['off', 'switched', 'replaced'] as const)(
    'say nothing of a run that may go on unseen: %s',
    because => {
      timeline.apply(example('run_started', { run_id: 1 }));
      timeline.endEra(because);
      expect(timeline.entries).toEqual([]);
    }
  );

  it('keep what an earlier process did, marked as ended', () => {
    finish(1, { cell_id: 'a' });
    timeline.apply(example('run_started', { run_id: 2 }));
    timeline.endEra('died');
    timeline.endEra('switched');
    expect(timeline.running).toBeNull();
    expect(timeline.runOf('a')?.key).toBe('0:1');
    timeline.reset();
    finish(1, { cell_id: 'b' });
    expect(keys()).toEqual(['0:1', '0:2', '1:1']);
    expect(timeline.eras).toEqual([
      { number: 0, endedBecause: 'died' },
      { number: 1, endedBecause: null }
    ]);
    expect(timeline.runOf('a')).toBeNull();
    expect(timeline.runOf('b')?.key).toBe('1:1');
  });

  it('take back that a run ended with its process where that lived on', () => {
    timeline.apply(example('hello', { boot_id: 'a' }));
    timeline.apply(example('run_started', { run_id: 1 }));
    timeline.endEra('closed');
    timeline.apply(example('hello', { boot_id: 'a', last_run_id: 0 }));
    finish(1);
    expect(timeline.entries.map(entry => entry.type)).toEqual(['run']);
  });

  it('go on when the user comes back to a kernel that lived on', () => {
    timeline.apply(example('hello', { boot_id: 'a' }));
    finish(8, { cell_id: 'a' });
    timeline.endEra('switched');
    timeline.apply(example('hello', { boot_id: 'a' }));
    expect(timeline.eras).toEqual([{ number: 0, endedBecause: null }]);
  });

  it('do not list a run twice when the user was in another kernel meanwhile', () => {
    timeline.apply(example('hello', { boot_id: 'a', last_run_id: 0 }));
    finish(1, { cell_id: 'a' });
    for (const boot_id of ['b', 'a']) {
      timeline.endEra('switched');
      timeline.reset();
      timeline.apply(example('hello', { boot_id, last_run_id: 0 }));
      finish(1, { cell_id: 'a' });
    }
    expect(keys()).toEqual(['1:1', '2:1']);
    expect(timeline.runOf('a')?.key).toBe('2:1');
  });

  it('begin only when the one before ended', () => {
    timeline.reset();
    expect(timeline.eras).toHaveLength(1);
  });

  it('are apart even where the clocks disagree', () => {
    finish(5);
    timeline.endEra('restarted');
    timeline.reset();
    finish(1, { started_at_ms: 0 });
    expect(keys()).toEqual(['0:5', '1:1']);
  });
});

it('says when it changed, and keeps still when a message means nothing to it', () => {
  let heard = 0;
  timeline.changed.connect(() => (heard += 1));
  finish(1);
  timeline.apply(example('variables'));
  expect(heard).toBe(1);
});
