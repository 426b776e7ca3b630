import type { KernelMessage } from '..';
import { DEFINITION_OF_KIND } from '../schema';
import { MessageError, parseMessage } from '../validate';
import { example } from './examples';

const KINDS = Object.keys(DEFINITION_OF_KIND) as KernelMessage['kind'][];

function failure(text: unknown): MessageError {
  try {
    parseMessage(text);
  } catch (error) {
    return error as MessageError;
  }
  throw new Error('It was taken.');
}

describe('parseMessage', () => {
  it.each(KINDS)('takes the golden %s', kind => {
    const message = example(kind);
    expect(parseMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    ['nothing', undefined, ''],
    ['half of a message', '{"kind": "hello"', ''],
    ['a figure that JSON lacks', '{"kind": "sample", "at_ms": NaN}', ''],
    ['a list', '[]', ''],
    ['a kind that is no text', '{"kind": {}}', ''],
    ['an unknown kind', '{"kind": "gossip"}', 'gossip'],
    ['a kind that objects inherit', '{"kind": "toString"}', 'toString'],
    ['a request', '{"kind": "hello_request", "request_id": 1}', 'hello_request']
  ])('refuses %s', (_, text, kind) => {
    expect(failure(text)).toBeInstanceOf(MessageError);
    expect(failure(text).kind).toBe(kind);
  });

  it('refuses a field too many, one too few and one of another type', () => {
    const without = { ...example('hello'), pid: undefined };
    expect(failure(JSON.stringify(without)).kind).toBe('hello');
    const more = { ...example('hello'), secret: 1 };
    expect(failure(JSON.stringify(more)).kind).toBe('hello');
    const other = { ...example('hello'), pid: '4711' };
    expect(failure(JSON.stringify(other)).message).toContain('pid');
  });

  it('refuses a text of megabytes', () => {
    const long = { ...example('error'), message: 'x'.repeat(2_000_000) };
    expect(failure(JSON.stringify(long)).message).not.toContain('xxxx');
  });

  it('reads a census of 2,000 types', () => {
    const rows = 2000;
    const numbers = Array.from({ length: rows }, (_, index) => index);
    const census = example('census', {
      rows: {
        type: numbers.map(index => `module.Type${index}`),
        count: numbers,
        bytes: numbers,
        count_delta: numbers,
        bytes_delta: numbers,
        count_since_baseline: numbers,
        bytes_since_baseline: numbers.map(() => null)
      }
    });
    expect(parseMessage(JSON.stringify(census))).toEqual(census);
  });
});
