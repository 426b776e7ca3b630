import { toCsv, toJson } from '../export';
import { fileName, withOrigin } from '../origin';
import type { IOrigin } from '../origin';

const table = (...values: (string | number | boolean | null)[]) => ({
  columns: ['name', ...values.slice(1).map((_, at) => `column ${at}`)],
  rows: [values]
});
const firstRow = (csv: string) => csv.slice(csv.indexOf('\r\n') + 2);

describe('a table as CSV', () => {
  it('has a head, CRLF after each line, and figures as they are', () => {
    expect(
      toCsv({
        columns: ['cell', 'rss_bytes'],
        rows: [
          ['[1]', 1024],
          ['[2]', -3]
        ]
      })
    ).toBe('cell,rss_bytes\r\n[1],1024\r\n[2],-3\r\n');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(firstRow(toCsv(table('a,b', 'say "x"', 'one\ntwo')))).toBe(
      '"a,b","say ""x""","one\ntwo"\r\n'
    );
  });

  it('leaves out what cannot be had', () => {
    expect(firstRow(toCsv(table('a', null, true)))).toBe('a,,true\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'makes no formula of %j',
    text => {
      expect(firstRow(toCsv(table(text)))).toContain(`'${text}`);
    }
  );

  it('makes no formula of a quoted text either', () => {
    expect(firstRow(toCsv(table('=HYPERLINK("x","y")')))).toBe(
      '"\'=HYPERLINK(""x"",""y"")"\r\n'
    );
  });

  it('guards the head too, as names of columns may come from the kernel', () => {
    expect(toCsv({ columns: ['=x'], rows: [] })).toBe("'=x\r\n");
  });
});

describe('a table as JSON', () => {
  it('is one object a row, with texts as they are', () => {
    expect(
      JSON.parse(toJson({ columns: ['name', 'bytes'], rows: [['=x', 5]] }))
    ).toEqual([{ name: '=x', bytes: 5 }]);
  });
});

describe('the origin of a table', () => {
  const origin: IOrigin = {
    notebook: 'tour.ipynb',
    executionCount: 8,
    extent: 'estimated',
    stale: true
  };
  const now = new Date('2026-11-23T07:30:00Z');

  it('is in each row, so that the table stays a plain one', () => {
    const csv = toCsv(
      withOrigin({ columns: ['a'], rows: [[1], [2]] }, origin, now)
    );
    expect(csv.split('\r\n')).toEqual([
      'a,notebook,after_execution_count,exported_at,extent,stale',
      '1,tour.ipynb,8,2026-11-23T07:30:00.000Z,estimated,true',
      '2,tour.ipynb,8,2026-11-23T07:30:00.000Z,estimated,true',
      ''
    ]);
  });

  it('is in the name of the file', () => {
    expect(fileName('census', origin)).toBe('tour-census-after-8');
    expect(fileName('census', { ...origin, executionCount: null })).toBe(
      'tour-census-start'
    );
  });
});
