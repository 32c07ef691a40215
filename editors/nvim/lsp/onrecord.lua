--- onrecord: checks every quotation in an article draft against the record.
---
--- Neovim 0.11 and later read this file from the runtime path; `vim.lsp.enable('onrecord')` turns it on.
--- See `:help onrecord`.

---@type vim.lsp.Config
return {
  cmd = { 'onrecord', 'lsp' },
  filetypes = { 'markdown', 'text', 'html' },
  -- In this order: the folder of the nearest configuration, else the repository, else the draft on its own.
  root_markers = { 'onrecord.toml', '.git' },
}
