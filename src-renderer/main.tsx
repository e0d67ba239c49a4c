import { createRoot } from 'react-dom/client';
import './app/base.css';
import { Start } from './app/start';
import { startSession } from './session/session';
import { wearTokens } from './ui/tokens';

wearTokens(document);
startSession();

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Start />);
