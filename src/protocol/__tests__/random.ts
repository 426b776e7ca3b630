import type { KernelMessage } from '../messages';
import { DEFINITION_OF_KIND, DEFINITIONS } from '../schema';

/** The parts of JSON Schema that the protocol uses. */
interface Shape {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Shape[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** Numbers from 0 to 1 that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const TEXTS = [
  '',
  'cell-1',
  '<img src=x onerror=1>',
  '\u202e\ud800',
  '__proto__'
];
const NUMBERS = [0, 1, 2, 3, 7, 1000, 2 ** 40, 2 ** 53 - 1];

/** Messages that fit the schema and are as odd as that allows. */
export class RandomMessages {
  constructor(private readonly _random: () => number) {}

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this._random() * choices.length)];
  }

  message<K extends KernelMessage['kind']>(
    kind: K
  ): Extract<KernelMessage, { kind: K }> {
    return this._value({
      $ref: `#/$defs/${DEFINITION_OF_KIND[kind]}`
    }) as Extract<KernelMessage, { kind: K }>;
  }

  private _value(shape: Shape): unknown {
    if (shape.$ref) {
      const name = shape.$ref.split('/').pop() ?? '';
      return this._value(
        DEFINITIONS[name as keyof typeof DEFINITIONS] as Shape
      );
    }
    if (shape.const !== undefined) {
      return shape.const;
    }
    const choices = shape.enum ?? shape.oneOf;
    if (choices) {
      const choice = this.pick<unknown>(choices);
      return shape.enum ? choice : this._value(choice as Shape);
    }
    return this._typed(this.pick([shape.type ?? 'null'].flat()), shape);
  }

  private _typed(type: string, shape: Shape): unknown {
    switch (type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(shape.properties ?? {}).map(([name, one]) => [
            name,
            this._value(one)
          ])
        );
      case 'array': {
        const items = shape.items ?? {};
        const count = Math.floor(this._random() * 4);
        return Array.from({ length: count }, () => this._value(items));
      }
      case 'string':
        return this.pick(TEXTS).slice(0, shape.maxLength);
      case 'boolean':
        return this._random() < 0.5;
      case 'integer':
      case 'number': {
        const { minimum = -(2 ** 53), maximum = 2 ** 53 } = shape;
        return Math.min(maximum, Math.max(minimum, this.pick(NUMBERS)));
      }
      default:
        return null;
    }
  }
}
