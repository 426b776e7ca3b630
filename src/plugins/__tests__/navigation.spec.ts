import { locationOf, countsOf } from '../commands/arguments';
import { servedPath } from '../navigation';

describe('the path of a file as the server serves it', () => {
  it.each([
    ['/srv/work/lib/a.py', '/srv/work', 'lib/a.py'],
    ['/srv/work/a.py', '/srv/work/', 'a.py'],
    ['/home/ann/nb/a.py', '~/nb', 'a.py'],
    ['/root/a.py', '~', 'a.py'],
    ['C:\\Users\\ann\\nb\\a.py', '~/nb', 'a.py']
  ])('%s under %s is %s', (file, root, path) => {
    expect(servedPath(file, root)).toBe(path);
  });

  it.each([
    ['/usr/lib/python3/site.py', '/srv/work'],
    ['/srv/workshop/a.py', '/srv/work'],
    ['/opt/a.py', '~/nb'],
    ['/srv/work/a.py', '']
  ])('%s is not under %s', (file, root) => {
    expect(servedPath(file, root)).toBeNull();
  });
});

describe('arguments of commands', () => {
  it('are a location only with a file and a line', () => {
    expect(locationOf({ location: { file: 'a.py', line: 3 } })).toEqual({
      file: 'a.py',
      line: 3,
      cell_id: null,
      execution_count: null,
      run_id: null
    });
    expect(locationOf({ location: { file: 'a.py', line: -1 } })).toBeNull();
    expect(locationOf({ location: 'a.py' })).toBeNull();
    expect(locationOf({})).toBeNull();
  });

  it('are a path only when each step is a count', () => {
    expect(countsOf({ path: [0, 3] }, 'path')).toEqual([0, 3]);
    expect(countsOf({ path: [0, '3'] }, 'path')).toBeNull();
    expect(countsOf({ path: 'x' }, 'path')).toBeNull();
  });
});
