import { nullTranslator } from '@jupyterlab/translation';

import { visibleColumns } from '../../table/columns';
import { censusColumns } from '../censusColumns';

const trans = nullTranslator.load('jupyterlab');

const idsAt = (
  width: number,
  noDelta: string | null,
  isEstimated = false
): string[] =>
  visibleColumns(censusColumns(trans, noDelta, isEstimated), width).map(
    ({ id }) => id
  );

describe('the columns of the census', () => {
  it('keep the change of size where there is room for one figure', () => {
    expect(idsAt(280, null)).toEqual(['type', 'size_delta']);
    expect(idsAt(440, null)).toEqual(['type', 'count', 'size', 'size_delta']);
  });

  it('keep the size where changes are not known', () => {
    expect(idsAt(280, 'no census before')).toEqual(['type', 'size']);
    expect(idsAt(500, 'no census before')).toEqual([
      'type',
      'count',
      'count_delta',
      'size',
      'size_delta'
    ]);
  });

  it('are without changes in an estimate; its errors come where they have room', () => {
    expect(idsAt(280, 'estimated', true)).toEqual(['type', 'size']);
    expect(idsAt(440, 'estimated', true)).toEqual(['type', 'count', 'size']);
    expect(idsAt(700, 'estimated', true)).toEqual([
      'type',
      'count',
      'count_error',
      'size',
      'size_error'
    ]);
  });
});
