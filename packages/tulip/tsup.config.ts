import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.js';

// The add-on is required lazily relative to the module's own URL, which CommonJS output only has with shims.
export default defineConfig(Object.assign({}, base, { shims: true }));
