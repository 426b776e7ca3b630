import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Notice } from '../shared';

/** What a frame and an object are in CPython, in one paragraph. */
export function Help(props: {
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { trans } = props;
  return (
    <Notice
      level="info"
      title={trans.__(
        'Every value is an object on the heap, small numbers too.'
      )}
    >
      {trans.__(
        'A frame is one call of a function; it holds names, and a name is a reference to an object. So two names can refer to one object, and an object lives as long as something refers to it. What one often hears, that small values live on the stack and large ones on the heap, is not how CPython does it. The size is that of the object alone, without what it refers to.'
      )}
    </Notice>
  );
}
