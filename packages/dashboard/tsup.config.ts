import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.js';

// The pages lie beside the code and are found from it, in CommonJS too. Vite builds them afterwards, into dist/web.
export default defineConfig(Object.assign({}, base, { shims: true }));
