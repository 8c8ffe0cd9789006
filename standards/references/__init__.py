"""规范性引用文件, 适宜性评审 and 查新: what standards cite, and what became of it. Reading only."""
