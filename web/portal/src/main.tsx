import '@cloudscape-design/global-styles/index.css';
import './settings/colours.css';
import './shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionProvider } from './session/session.tsx';
import { SettingsProvider } from './settings/settings.tsx';

import { Shell } from './shell/Shell.tsx';

const top = document.querySelector('#top');
const page = document.querySelector('#page');
if (!top || !page) throw new Error('the page has no place for the portal');

createRoot(page).render(
  <StrictMode>
    <SettingsProvider>
      <SessionProvider>
        <Shell top={top} />
      </SessionProvider>
    </SettingsProvider>
  </StrictMode>,
);
