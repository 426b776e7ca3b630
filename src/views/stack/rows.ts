import type {
  Frame,
  FrameGroup,
  Frames,
  FrameStack,
  Members,
  Slot,
  Stack
} from '../../protocol';

interface TreeNode {
  /** Unique in the tree. */
  readonly key: string;
  /** `aria-level`, from 1. */
  readonly level: number;
  /** Null for what cannot be opened. */
  readonly expanded: boolean | null;
}

/** A thread or a traceback. */
export interface StackRow extends TreeNode {
  readonly type: 'stack';
  readonly stack: FrameStack;
  /** Type of the exception whose traceback this is; null for a thread. */
  readonly raised: string | null;
}

/** Equal neighbouring frames, folded. */
export interface GroupRow extends TreeNode {
  readonly type: 'group';
  readonly stackId: string;
  readonly group: FrameGroup;
  /** Starts of the pages of single frames that are shown. */
  readonly pages: readonly number[];
}

export interface FrameRow extends TreeNode {
  readonly type: 'frame';
  readonly frame: Frame;
  /** Where it stands in its group: the outermost and the innermost are named so. */
  readonly place: 'single' | 'first' | 'last' | 'within';
}

/** A name, attribute, key or index with its object. */
export interface SlotRow extends TreeNode {
  readonly type: 'slot';
  readonly slot: Slot;
  readonly target: MembersTarget;
}

/** The way to an object, as a `members_request` wants it. */
export interface MembersTarget {
  readonly frameId: string;
  /** Name in the frame. */
  readonly name: string;
  readonly path: readonly number[];
  readonly address: string;
}

/** What was not asked for yet. */
export interface MoreRow extends TreeNode {
  readonly type: 'more';
  readonly remaining: number;
  readonly ask:
    | {
        readonly kind: 'members';
        readonly target: MembersTarget;
        readonly start: number;
      }
    | {
        readonly kind: 'frames';
        readonly stackId: string;
        readonly start: number;
        readonly count: number;
      };
}

export type Note =
  /** Why a frame has no locals; text of the probe. */
  | { readonly kind: 'absent'; readonly text: string }
  /** An answer is on its way. */
  | { readonly kind: 'waiting' }
  /** The probe could not answer; its text. */
  | { readonly kind: 'failed'; readonly text: string }
  /** Frames that are not listed, in the midst of a stack of many different ones. */
  | { readonly kind: 'gap'; readonly count: number }
  /** A stack of more frames than the probe reads. */
  | { readonly kind: 'deeper' }
  /** No code of the notebook is in a stack. */
  | { readonly kind: 'noFrames'; readonly raised: boolean }
  /** A budget cut the list. */
  | { readonly kind: 'cut' }
  /** Names of a frame beyond those that the probe lists. */
  | { readonly kind: 'unlisted'; readonly count: number }
  | { readonly kind: 'empty' }
  /** Names left out of the global frame. */
  | { readonly kind: 'hidden'; readonly count: number };

export interface NoteRow extends TreeNode {
  readonly type: 'note';
  readonly note: Note;
}

export type TreeRow =
  StackRow | GroupRow | FrameRow | SlotRow | MoreRow | NoteRow;

/** What the tree shows and how far it is opened. */
export interface TreeState {
  readonly stack: Stack;
  /** Of opened objects, by `pathKey`. */
  readonly members: ReadonlyMap<string, readonly Members[]>;
  /** Pages of single frames, by `framesKey`. */
  readonly frames: ReadonlyMap<string, Frames>;
  /** Keys of stacks, groups and frames that the user opened or closed against the default. */
  readonly toggled: ReadonlySet<string>;
  /** By row key: an answer is on its way (null), or why there is none. */
  readonly asked: ReadonlyMap<string, string | null>;
  /** The user opened something in the global frame, or scrolled: it is not folded away then. */
  readonly isGlobalInUse: boolean;
}
