"""体系版本: the frozen document, which version runs, what its 编制说明 consists of. Reading only."""
