-- Two roles for one house, run once by an administrator of the database, in the database `house`.
-- house_owner owns the tables and changes their shape. house serves: it reads and writes rows, and
-- no wall between them can be taken down or passed by it.
\set owner `cat /run/secrets/database_owner_password`
\set serves `cat /run/secrets/database_password`
CREATE ROLE house_owner LOGIN PASSWORD :'owner';
CREATE ROLE house LOGIN PASSWORD :'serves';
ALTER DATABASE house OWNER TO house_owner;
REVOKE ALL ON DATABASE house FROM PUBLIC;
GRANT CONNECT ON DATABASE house TO house;
