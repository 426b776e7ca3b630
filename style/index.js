import './base.css';
import './controls.css';
import './surfaces.css';
import './panel.css';
import './toolbar.css';
import './badge.css';
