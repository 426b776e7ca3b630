import reportExample from '../../../../protocol/examples/report.json';
import { Timeline } from '../../../model/timeline';
import type { Location, Report } from '../../../protocol';
import { placeText } from '../location';
import { shortAddress } from '../ObjectValue';
import { newestRunId, runOf } from '../runs';
import { badgeClass, shortTypeName } from '../typeName';

const place = (changes: Partial<Location>): Location => ({
  file: '',
  line: 0,
  cell_id: null,
  execution_count: null,
  run_id: null,
  ...changes
});

describe('shortTypeName', () => {
  it.each([
    ['numpy.ndarray', 'ndarray'],
    ['int', 'int'],
    ['ends.with.', 'ends.with.'],
    ['', '']
  ])('shortens %j to %j', (type, short) => {
    expect(shortTypeName(type)).toBe(short);
  });

  it('goes with a colour for arrays and classes only', () => {
    expect(badgeClass('table')).toBe('jp-mod-array');
    expect(badgeClass('instance')).toBe('jp-mod-class');
    expect(badgeClass('text')).toBe('');
  });
});

describe('shortAddress', () => {
  it('keeps the digits that tell objects apart', () => {
    expect(shortAddress('0x7fe6a0c41d90')).toBe('0x…41d90');
    expect(shortAddress('0x41d90')).toBe('0x41d90');
  });
});

describe('placeText', () => {
  it('names a cell by its prompt', () => {
    const cell = place({ file: '/tmp/x.py', line: 5, execution_count: 4 });
    expect(placeText(cell)).toMatchObject({ short: '[4]:5', full: '[4]:5' });
    expect(placeText(place({ cell_id: 'a', line: 2 })).short).toBe('[ ]:2');
  });

  it('shortens files, but not to a name that says nothing', () => {
    const file = (path: string) => placeText(place({ file: path, line: 7 }));
    expect(file('/usr/lib/json/decoder.py').short).toBe('decoder.py:7');
    expect(file('/usr/lib/json/__init__.py').short).toBe('json/__init__.py:7');
    expect(file('C:\\lib\\json\\decoder.py').short).toBe('decoder.py:7');
    expect(file('<frozen importlib._bootstrap>').short).toBe(
      '<frozen importlib._bootstrap>:7'
    );
    expect(file('/usr/lib/x.py').full).toBe('/usr/lib/x.py:7');
  });

  it('leaves out a line that is not known', () => {
    expect(placeText(place({ execution_count: 3 })).short).toBe('[3]');
    expect(placeText(place({})).short).toBe('—');
  });
});

describe('runs', () => {
  const report = reportExample as Report;

  it('are found in this life of the kernel only', () => {
    const timeline = new Timeline(10);
    timeline.apply(report);
    expect(runOf(timeline, 5)?.report).toBe(report.run);
    expect(runOf(timeline, 4)).toBeNull();
    expect(newestRunId(timeline)).toBe(5);
    timeline.endEra('restarted');
    timeline.reset();
    expect(runOf(timeline, 5)).toBeNull();
    expect(newestRunId(timeline)).toBe(0);
  });
});
