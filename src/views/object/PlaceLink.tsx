import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Location } from '../../protocol';
import { placeText } from './location';
import type { PlaceText } from './location';

export interface PlaceLinkProps {
  readonly location: Location;
  readonly trans: TranslationBundle;
  /** Undefined where nobody can go there: then it is text. */
  readonly onGo: ((location: Location) => void) | undefined;
  /** `[4] line 5` in place of `[4]:5`. */
  readonly children?: React.ReactNode;
}

/** `parser.py:306`: where there is no room the name gives way, never the line. */
function File(place: PlaceText): React.ReactElement {
  return (
    <>
      <span className="jp-Heapscope-cut">{place.where}</span>
      {place.short.slice(place.where.length)}
    </>
  );
}

/** A place in code; a click goes there. */
export function PlaceLink(props: PlaceLinkProps): React.ReactElement {
  const { location, onGo } = props;
  const place = placeText(location);
  const className = `jp-Heapscope-place jp-Heapscope-${place.isCell ? 'cellRef' : 'code'}`;
  const content =
    props.children ?? (place.isCell ? place.short : <File {...place} />);
  if (!onGo) {
    const reason = whyNot(place, props.trans);
    return (
      <span className={className} title={`${place.full}\n${reason}`}>
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

/** Why nobody can go there. */
function whyNot(place: PlaceText, trans: TranslationBundle): string {
  return place.isCell
    ? trans.__('Its cell is no longer in the notebook.')
    : trans.__(
        'It is not in the folder that Jupyter serves, so it cannot be opened here.'
      );
}
