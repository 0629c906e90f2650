# shellcheck shell=bash
# Which keys a deployment may bring. All others are refused, so that a misspelt one is not passed
# over in silence. A test holds these lists to .env.example.

# Settings of the gateway, as docs/configuration.md has them.
setting_keys='LOG_LEVEL PUBLIC_API_BASE_URL
OLLAMA_BASE_URL MODEL_NAME SAMPLE_MODEL COMPLETIONS_RAW
AUTH_MODE ALLOWED_ORIGINS ALLOWED_HOSTS KEY_REFRESH ANONYMOUS_SCOPES CALLERS_BY_NETWORK TRUSTED_PROXIES AUTH_FAILURES
JWT_ISSUER JWT_AUDIENCE JWT_JWKS_URL JWT_ALGORITHMS JWT_CLOCK_SKEW JWT_HEADER JWT_OWNER_CLAIM
JWT_TEAM_CLAIM JWT_SCOPE_CLAIM JWT_SCOPES
DATABASE_POOL_SIZE STORAGE_TIMEOUT
USAGE_ANONYMOUS USAGE_FLUSH USAGE_RETENTION_DAYS USAGE_JOURNAL_SIZE PRICES
CONNECT_TIMEOUT LOAD_TIMEOUT FIRST_BYTE_TIMEOUT IDLE_TIMEOUT ANSWER_TIMEOUT BACKEND_RETRIES
BACKEND_RETRY_DELAY BACKEND_RETRY_JITTER PROBE_INTERVAL PROBE_TIMEOUT
BACKEND_HEADER_SIZE BACKEND_HEADERS BACKEND_KEEP_ALIVE LISTING_AGE MANAGEMENT_IDLE_TIMEOUT
MANAGEMENT_TIMEOUT
MAX_BLOB_SIZE RATE_LIMIT_RPM RATE_LIMIT_TPM RATE_LIMIT_CONCURRENCY MAX_BODY_SIZE BODY_TIMEOUT MAX_STREAMS
RETRY_AFTER MAX_HELD_BYTES MAX_HELD_BYTES_PER_CALLER TOKENS_PER_ANSWER MAX_LINE_SIZE MAX_ANSWER_SIZE HEARTBEAT_AFTER DRAIN_TIMEOUT'

# Secrets of the gateway: a file each, and in the env file only its path.
secret_keys='DATABASE_URL REDIS_URL KEY_PEPPERS ADMIN_KEY OLLAMA_API_KEY SMOKE_TOKEN'

# Secrets from which others are made.
source_keys='POSTGRES_PASSWORD REDIS_PASSWORD DATABASE_URL_OWNER'

# How it is deployed: read by Compose and deploy.sh.
host_keys='IMAGE JVM_ARGS PROXY_MAX_BODY
HEALTH_DELAYS WARM_UP WARM_UP_CLIENTS WATCH DRAIN_WAIT SWITCH_PAUSE'

# What an environment may take of the host, and what runs beside the gateway: etc/ENV.env of the host
# says so and no bundle does, since one environment could take another's port, memory or disk.
administrator_keys='DB_IMAGE CACHE_IMAGE PROXY_IMAGE PROXY_BIND PROXY_PORT PROXY_SITE PROXY_HTTPS_PORT PROXY_TRUSTED_PROXIES PROXY_CLIENT_IP_HEADERS PROXY_URL
API_CPUS API_MEMORY DB_MEMORY CACHE_MEMORY CACHE_MAXMEMORY PROXY_MEMORY
MIN_DISK_MB KEEP_RELEASES KEEP_BACKUPS SIGNED_BY'

# About the deployment itself, for its log and the check of its image; part of no settings.
deployment_keys='DEPLOY_ACTOR DEPLOY_RUN_URL DEPLOY_COMMIT_TIME DEPLOY_REF'

# The image, Compose or the release decides these: APP_ENV ENV_DIR HTTP_HOST HTTP_PORT LOG_FORMAT
# APP_VERSION GIT_SHA BUILD_DATE MIGRATE_AT_START DATA_DIR.

# in_list WORD LIST
in_list() {
  case " $(printf '%s' "$2" | tr '\n' ' ') " in
    *" $1 "*) return 0 ;;
  esac
  return 1
}

# check_required ENV_FILE: sets missing to the keys that it lacks; fails if there are any.
check_required() {
  local key keys='IMAGE MODEL_NAME OLLAMA_BASE_URL ALLOWED_ORIGINS AUTH_MODE DATABASE_URL_FILE REDIS_URL_FILE'
  case ",$(sed -n 's/^AUTH_MODE=//p' "$1")," in
    *,keys,*) keys="$keys KEY_PEPPERS_FILE" ;;
  esac
  case ",$(sed -n 's/^AUTH_MODE=//p' "$1")," in
    *,jwt,*) keys="$keys JWT_ISSUER JWT_AUDIENCE JWT_JWKS_URL" ;;
  esac
  missing=
  for key in $keys; do
    grep -q "^$key=." "$1" || missing="$missing ${key%_FILE}"
  done
  missing=${missing# }
  [ -z "$missing" ]
}
