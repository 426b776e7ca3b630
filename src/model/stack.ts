import type { Frames, KernelMessage, Members, Stack } from '../protocol';
import { ModelPart } from './part';

/** Names an object by the way to it; a key of the tree's open nodes. */
export function pathKey(
  frameId: string,
  name: string,
  path: readonly number[]
): string {
  return JSON.stringify([frameId, name, ...path]);
}

/** Names a page of unfolded frames. */
export function framesKey(stackId: string, start: number): string {
  return JSON.stringify([stackId, start]);
}

/** Frames and their names, and what the user opened in them. */
export class StackState extends ModelPart {
  get stack(): Stack | null {
    return this._stack;
  }

  /** Members of opened objects by {@link pathKey}, pages in the order of their start. */
  get members(): ReadonlyMap<string, readonly Members[]> {
    return this._members;
  }

  /** Pages of unfolded frames by {@link framesKey}. */
  get frames(): ReadonlyMap<string, Frames> {
    return this._frames;
  }

  /** Close an opened object: its members are forgotten, and read anew when opened again. */
  closeMembers(key: string): void {
    this._members = without(this._members, [key]);
    this.emitChanged();
  }

  /** Fold pages of unfolded frames. */
  closeFrames(keys: readonly string[]): void {
    this._frames = without(this._frames, keys);
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'stack':
        this._takeStack(message);
        break;
      case 'members':
        this._takeMembers(message);
        break;
      case 'frames':
        this._frames = new Map(this._frames).set(
          framesKey(message.stack_id, message.start),
          message
        );
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  reset(): void {
    this._stack = null;
    this._forgetDetails();
    this.emitChanged();
  }

  /** What was opened belongs to frames of one run; while it runs the frames move on, so details are dropped at each change of the run or the moment. */
  private _takeStack(stack: Stack): void {
    const same =
      this._stack?.run_id === stack.run_id &&
      this._stack.moment === stack.moment;
    if (!same) {
      this._forgetDetails();
    }
    this._stack = stack;
  }

  private _takeMembers(message: Members): void {
    const key = pathKey(message.frame_id, message.name, message.path);
    const start = message.members.start;
    const kept = (this._members.get(key) ?? []).filter(
      page => page.members.start < start
    );
    this._members = new Map(this._members).set(key, [...kept, message]);
  }

  private _forgetDetails(): void {
    this._members = new Map();
    this._frames = new Map();
  }

  private _stack: Stack | null = null;
  // Never changed in place, so that views see by identity that something changed.
  private _members: ReadonlyMap<string, readonly Members[]> = new Map();
  private _frames: ReadonlyMap<string, Frames> = new Map();
}

function without<T>(
  map: ReadonlyMap<string, T>,
  keys: readonly string[]
): ReadonlyMap<string, T> {
  return new Map([...map].filter(([key]) => !keys.includes(key)));
}
