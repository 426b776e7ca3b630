import { formatInUnit } from '../../format';
import { byteScale, gridLines } from '../scale';
import { MIB } from './story';

const GIB = 1024 * MIB;

function texts(highest: number, limit: number | null): readonly string[] {
  const scale = byteScale(highest, limit);
  return gridLines(scale).map(bytes =>
    formatInUnit(bytes, scale.step, scale.unit)
  );
}

describe('byteScale', () => {
  it('goes up to a limit that is near', () => {
    expect(texts(1.31 * GIB, 2 * GIB)).toEqual([
      '0.0',
      '0.5',
      '1.0',
      '1.5',
      '2.0'
    ]);
    expect(byteScale(1.31 * GIB, 2 * GIB)).toMatchObject({
      top: 2 * GIB,
      showsLimit: true,
      unit: { name: 'GiB' }
    });
  });

  it('leaves a far limit out, so that the line is not flat', () => {
    expect(byteScale(150 * MIB, 64 * GIB).showsLimit).toBe(false);
    expect(texts(150 * MIB, 64 * GIB)).toEqual([
      '0',
      '50',
      '100',
      '150',
      '200'
    ]);
  });

  it.each([0, 1, 900, 70 * MIB, 1000 * MIB, 1.5 * GIB, 900 * GIB])(
    'shows %d bytes with few lines',
    highest => {
      const scale = byteScale(highest, null);
      expect(scale.top).toBeGreaterThanOrEqual(highest);
      expect(gridLines(scale).length).toBeGreaterThan(1);
      expect(gridLines(scale).length).toBeLessThanOrEqual(7);
    }
  );

  it('shows figures above the limit', () => {
    expect(byteScale(3 * GIB, 2 * GIB).top).toBeGreaterThanOrEqual(3 * GIB);
  });
});
