import type { KernelMessage } from '../protocol';
import { ModelPart } from './part';

export type NoticeLevel = 'info' | 'warning' | 'error';

/** Something the user should know until it is dismissed or over. */
export interface Notice {
  /** A newer notice of the same id replaces the older. */
  readonly id: string;
  readonly level: NoticeLevel;
  readonly text: string;
  /** For a bug report; null where there is none. */
  readonly detail: string | null;
}

const MAX_NOTICES = 20;

/** Failures of the probe and events of the kernel, newest last. */
export class Notices extends ModelPart {
  get items(): readonly Notice[] {
    return this._items;
  }

  show(notice: Notice): void {
    this._items = [
      ...this._items.filter(one => one.id !== notice.id),
      notice
    ].slice(-MAX_NOTICES);
    this.emitChanged();
  }

  dismiss(id: string): void {
    this._items = this._items.filter(one => one.id !== id);
    this.emitChanged();
  }

  /** Failures inside the probe; a failed request is told by who asked. */
  apply(message: KernelMessage): void {
    if (message.kind === 'error' && message.request_id === null) {
      this.show({
        id: `probe:${message.part}`,
        level: 'error',
        text: message.message,
        detail: message.detail
      });
    }
  }

  /** Notices outlive the kernel: they may tell why it went. */
  reset(): void {
    this._items = this._items.filter(one => !one.id.startsWith('probe:'));
    this.emitChanged();
  }

  private _items: readonly Notice[] = [];
}
