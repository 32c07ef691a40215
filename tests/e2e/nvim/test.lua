-- A reporter's five minutes in Neovim, without the reporter: `nvim --clean --headless -l test.lua`.
-- Reads what it is to see from `scene.json`; works on a copy of the examples (E2E_WORKSPACE).

local root, workspace = vim.env.E2E_ROOT, vim.env.E2E_WORKSPACE
local scene = vim.json.decode(table.concat(vim.fn.readfile(root .. '/tests/e2e/scene.json'), '\n'))
local draft = workspace .. '/' .. scene.draft
local held, broken = 0, 0

local function step(name, run)
  local began = vim.uv.hrtime()
  local ok, err = xpcall(run, debug.traceback)
  if ok then held = held + 1 else broken = broken + 1 end
  local took = (vim.uv.hrtime() - began) / 1e6
  io.stdout:write(('%s nvim: %s (%d ms)%s\n'):format(ok and 'ok  ' or 'FAIL', name, took, ok and '' or '\n' .. err))
end

-- Runs the event loop until `done` is true, so that the server's messages come in.
local function wait_for(what, done)
  assert(vim.wait(15000, done, 20), 'waited in vain for ' .. what)
end

-- Row from 0 and byte column from 0 of `at` in the line of `lines` that holds `context`.
local function place(lines, context, at)
  for row, line in ipairs(lines) do
    local from = line:find(context, 1, true)
    if from then
      local column = line:find(at, from, true)
      assert(column, ('no “%s” after “%s”'):format(at, context))
      return row - 1, column - 1
    end
  end
  error('no line holds ' .. context)
end

local function go(context, at)
  local row, column = place(vim.api.nvim_buf_get_lines(0, 0, -1, false), context, at)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
end

local function words_of(buffer, d)
  return table.concat(vim.api.nvim_buf_get_text(buffer, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\n')
end

local function the_finding(buffer)
  local row = place(vim.fn.readfile(draft), scene.finding.line, scene.finding.line)
  for _, d in ipairs(vim.diagnostic.get(buffer, { lnum = row })) do
    if words_of(buffer, d) == scene.finding.words then return d end
  end
end

local function float_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
end

vim.notify = function(message) io.stdout:write('notify: ' .. tostring(message) .. '\n') end
vim.o.swapfile = false
-- What the README tells a user to write, and nothing else.
vim.opt.runtimepath:append(root .. '/editors/nvim')
vim.lsp.enable('onrecord')
vim.lsp.config('onrecord', { settings = { onrecord = { codeLens = true } } })
vim.lsp.inlay_hint.enable()
vim.cmd('filetype on')

local buffer
step('the server attaches to a draft, at the configuration', function()
  vim.cmd.edit(vim.fn.fnameescape(draft))
  buffer = vim.api.nvim_get_current_buf()
  wait_for('a client', function() return vim.lsp.get_clients({ bufnr = buffer })[1] ~= nil end)
  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  wait_for('its first answer', function() return client.initialized end)
  assert(client.name == 'onrecord' and client.root_dir == workspace, client.name .. ' at ' .. tostring(client.root_dir))
end)

step('the finding is at its words, with code and source', function()
  wait_for('the finding', function() return the_finding(buffer) ~= nil end)
  local d = the_finding(buffer)
  assert(d.source == 'onrecord' and d.code == scene.finding.code, vim.inspect(d))
  for _, piece in ipairs(scene.finding.says) do
    assert(d.message:find(piece, 1, true), 'no “' .. piece .. '” in: ' .. d.message)
  end
end)

step('the editor and the command report the same findings', function()
  local function row(line, code) return ('%d %s'):format(line, code) end
  local command, editor = {}, {}
  for _, line in ipairs(vim.fn.readfile(vim.env.E2E_FINDINGS)) do
    local finding = vim.json.decode(line)
    table.insert(command, row(finding.line, finding.code))
  end
  for _, d in ipairs(vim.diagnostic.get(buffer)) do table.insert(editor, row(d.lnum + 1, d.code)) end
  table.sort(command)
  table.sort(editor)
  assert(#command > 1 and vim.deep_equal(command, editor), vim.inspect({ command = command, editor = editor }))
end)

step('what is asked for stands beside the text: verdicts above, origins behind', function()
  vim.lsp.codelens.refresh({ bufnr = buffer })
  wait_for('a lens', function() return #vim.lsp.codelens.get(buffer) > 0 end)
  wait_for('a hint', function() return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0 end)
  local titles = vim.iter(vim.lsp.codelens.get(buffer)):map(function(lens) return lens.command.title end):join('\n')
  assert(titles:find('exact', 1, true), titles)
end)

step('hovering a name says who that is', function()
  go(scene.speaker.line, scene.speaker.at)
  vim.lsp.buf.hover()
  wait_for('the float', function() return float_text() ~= nil end)
  for _, piece in ipairs(scene.speaker.says) do
    assert(float_text():find(piece, 1, true), 'no “' .. piece .. '” in: ' .. float_text())
  end
  vim.cmd('fclose')
end)

step('definition lands on the exact words in the source', function()
  go(scene.source.line, scene.source.at)
  vim.lsp.buf.definition()
  local source = workspace .. '/' .. scene.source.file
  wait_for('the jump', function() return vim.api.nvim_buf_get_name(0) == source end)
  local row, column = place(vim.fn.readfile(source), scene.source.words, scene.source.words)
  local cursor = vim.api.nvim_win_get_cursor(0)
  assert(vim.deep_equal(cursor, { row + 1, column }), vim.inspect({ cursor = cursor, want = { row + 1, column } }))
  local there = vim.api.nvim_get_current_line():sub(cursor[2] + 1, cursor[2] + #scene.source.words)
  assert(there == scene.source.words, there)
  vim.cmd.buffer(buffer)
end)

step('the report of the draft opens in a browser', function()
  local shown
  vim.ui.open = function(page) shown = page return nil, nil end
  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  client:exec_cmd({ title = 'Report', command = 'onrecord.showReport', arguments = { vim.uri_from_bufnr(buffer) } })
  wait_for('the page', function() return shown ~= nil end)
  local page = table.concat(vim.fn.readfile(vim.uri_to_fname(shown)), '\n')
  assert(page:find('held against the record', 1, true) and page:find(scene.finding.code, 1, true), shown)
end)

step('the code action puts the source’s words in, and the finding goes', function()
  go(scene.finding.line, scene.source.at)
  local offered = {}
  vim.ui.select = function(actions, options, choose)
    for index, item in ipairs(actions) do
      local title = options.format_item(item)
      table.insert(offered, title)
      if title:find(scene.fix.title, 1, true) then return choose(item, index) end
    end
    choose(nil, nil)
  end
  vim.lsp.buf.code_action()
  local function holds(text) return vim.fn.search('\\V' .. vim.fn.escape(text, '\\'), 'nw') > 0 end
  local ok = vim.wait(15000, function() return holds(scene.fix.after) and not holds(scene.fix.before) end, 20)
  assert(ok, 'not applied; offered: ' .. vim.inspect(offered))
  wait_for('the finding to go', function() return the_finding(buffer) == nil end)
  local before = vim.fn.readfile(draft)
  vim.cmd('silent write')
  local after = vim.fn.readfile(draft)
  assert(#before == #after, 'the number of lines changed')
  local changed = vim.iter(ipairs(after)):filter(function(i, line) return line ~= before[i] end):totable()
  assert(#changed == 1, 'more than one line changed: ' .. vim.inspect(changed))
end)

step('the server ends when asked', function()
  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  -- Neovim asks for hints even of a server that it has told to stop.
  vim.lsp.inlay_hint.enable(false)
  client:stop()
  wait_for('the end', function() return client:is_stopped() end)
  wait_for('its findings to go', function() return #vim.diagnostic.get(buffer) == 0 end)
end)

io.stdout:write(('nvim: %d steps hold, %d do not\n'):format(held, broken))
if broken > 0 then vim.cmd('cquit 1') else vim.cmd('qall!') end
