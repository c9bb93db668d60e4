"""The store on a PostgreSQL server. `server_store` is its one door: nothing outside imports another module of it."""
