import { defineConfig } from 'tsup';
import base from '../../tsup.config.base.js';

// DuckDB is found from this file, in CommonJS too.
export default defineConfig(Object.assign({}, base, { shims: true }));
