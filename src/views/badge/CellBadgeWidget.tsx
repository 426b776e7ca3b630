import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { CellBadge, ICellBadgeProps } from './CellBadge';

/** A badge in the layout of a code cell. */
export class CellBadgeWidget extends ReactWidget {
  constructor(props: ICellBadgeProps) {
    super();
    this._props = props;
    this.addClass('jp-Heapscope-cellBadgeHost');
  }

  /** Show other figures. */
  setProps(props: ICellBadgeProps): void {
    this._props = props;
    this.update();
  }

  protected render(): JSX.Element {
    return <CellBadge {...this._props} />;
  }

  private _props: ICellBadgeProps;
}
