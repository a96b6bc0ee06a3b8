"""Scrapy's settings: each line says why it differs from the default of Scrapy 2.19."""

from archive.terms.clock import SystemClock

BOT_NAME = "kronika"
SPIDER_MODULES = ["scraper.spiders"]
USER_AGENT = "Kronika/0.1"

# One event loop for all that waits; the handler of the reactorless mode is marked experimental.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Nothing of Scrapy's own middlewares or extensions runs: redirects, retries, robots and decoding are decided here
# (see scraper.fetch.middleware), cookies, meta refresh, proxies of the environment, telnet and remote control are off
# (FAULTS A06, A11, A36, A74), and the hot path is a fifth shorter.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scraper.fetch.middleware.RobotsMiddleware": 100,  # before anything is sent
    "scraper.fetch.middleware.PatienceMiddleware": 200,  # sees the answers of the guards below, and waits for all
    "scraper.fetch.middleware.AddressMiddleware": 300,  # last look at where a request goes
    "scraper.fetch.middleware.DecodingMiddleware": 900,  # nearest the wire: everything above sees decoded bodies
}
ITEM_PIPELINES = {
    "pipelines.normalize.NormalizePipeline": 100,  # text as printed becomes normalised text and typed dates
    "pipelines.validate.ValidatePipeline": 200,  # nothing impossible reaches the archive
    "pipelines.store.StorePipeline": 300,  # handed over; returns when committed
}
ROBOTSTXT_OBEY = True  # said for readers of this file; RobotsMiddleware knows no other way (A71)
COMPRESSION_ENABLED = False  # decoded strictly by DecodingMiddleware (A29, A30)
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
REDIRECT_ENABLED = False
RETRY_ENABLED = False
HTTPPROXY_ENABLED = False

# Only the web: a redirect to file:, ftp:, s3: or data: finds no handler (A08).
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}
DNS_RESOLVER = "scraper.fetch.addresses.GuardedResolver"  # checks and connects in one step (A10)
DOWNLOAD_VERIFY_CERTIFICATES = True  # the default lets a man in the middle go unseen (A72)
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # the default takes a gigabyte into memory (A17, A18)
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60  # seconds for the whole answer; the default holds a slot for 180 (A20)
DOWNLOAD_FAIL_ON_DATALOSS = True
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"  # one slot a crawl: the default weighs slots
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier in the archive decides what is due (A01, A03)
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # a callback yields one item; the default makes 100 tasks for each answer, 3 ms of them
CONCURRENT_REQUESTS_PER_DOMAIN = 8
DOWNLOAD_DELAY_JITTER = 0  # a declared delay is a lower bound, never half of it

LOG_ENABLED = False  # the command line decides what is said, on standard error
KRONIKA_ALLOW_PRIVATE = False
KRONIKA_PARSE_WORKERS = 1
KRONIKA_LIMIT = None
KRONIKA_CLOCK = SystemClock()  # what tells the time of a crawl; weeks are simulated with another
KRONIKA_FRONTIER = "pipelines.history.ArchiveFrontier"
