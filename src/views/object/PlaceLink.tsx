import * as React from 'react';

import type { Location } from '../../protocol';
import { placeText } from './location';

export interface PlaceLinkProps {
  readonly location: Location;
  /** Undefined where nobody can go there: then it is text. */
  readonly onGo: ((location: Location) => void) | undefined;
  /** `[4] line 5` in place of `[4]:5`. */
  readonly children?: React.ReactNode;
}

/** A place in code; a click goes there. */
export function PlaceLink(props: PlaceLinkProps): React.ReactElement {
  const { location, onGo } = props;
  const place = placeText(location);
  const className = place.isCell ? 'jp-Heapscope-cellRef' : 'jp-Heapscope-code';
  const content = props.children ?? place.short;
  if (!onGo) {
    return (
      <span className={className} title={place.full}>
        {content}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`jp-Heapscope-link ${className}`}
      title={place.full}
      // The row has a key of its own that goes there.
      tabIndex={-1}
      onClick={event => {
        event.stopPropagation();
        onGo(location);
      }}
    >
      {content}
    </button>
  );
}
