import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.js';

// The fixtures are found through import.meta.url, which CommonJS lacks without the shim.
export default defineConfig(Object.assign({}, base, { shims: true }));
