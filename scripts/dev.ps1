# dev.ps1 COMMAND    what a developer needs, on the local machine
#
# The commands are below; dev.sh has the same ones. Windows PowerShell 5.1 or PowerShell 7.
# Exit codes: 0 done, 1 failed, 2 asked wrongly, 69 Docker is not here.
param(
    [Parameter(Position = 0)][string] $Command = 'help',
    [Parameter(Position = 1, ValueFromRemainingArguments = $true)][string[]] $Rest = @()
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$Commands = @'

up        start the gateway, its database and its cache, and wait until they are healthy
down      stop and remove the containers; data stays
logs      follow the logs of all containers, or of those named
reset-db  delete the local database after a question; --yes answers it
test      run every test: ./mvnw verify
smoke     ask the running gateway for answers: http://localhost:8000, or the URL given
help      show this

'@

function Stop-With([int] $Code, [string] $Text) {
    [Console]::Error.WriteLine("dev: $Text")
    exit $Code
}

# A command of another program: its exit code is ours when it fails.
function Invoke-Tool([string] $Tool, [string[]] $Arguments) {
    & $Tool @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Confirm-Compose {
    if (-not (Get-Command docker -ErrorAction SilentlyContinue)) {
        Stop-With 69 "'docker' is not installed, or not on the PATH"
    }
    docker compose version | Out-Null
    if ($LASTEXITCODE -ne 0) { Stop-With 69 'Docker Compose v2 is not here' }
}

# Only the volume that Compose has labelled as this project's database.
function Reset-Database([string[]] $Arguments) {
    Confirm-Compose
    $project = docker compose config | Where-Object { $_ -match '^name: *(.+)$' } |
        ForEach-Object { $_ -replace '^name: *', '' } | Select-Object -First 1
    if (-not $project) { Stop-With 1 'Compose does not say what this project is called' }
    $volumes = @(docker volume ls --quiet --filter "label=com.docker.compose.project=$project" --filter 'label=dev.localllm.volume=db')
    if ($volumes.Count -eq 0) {
        Write-Host 'dev: there is no database to delete'
        return
    }
    if ($Arguments -notcontains '--yes') {
        $answer = Read-Host "Delete the local database ($($volumes -join ' '))? Type yes"
        if ($answer -cne 'yes') { Stop-With 1 'nothing was deleted' }
    }
    Invoke-Tool 'docker' @('compose', 'rm', '--stop', '--force', 'db')
    foreach ($volume in $volumes) { Invoke-Tool 'docker' @('volume', 'rm', $volume) }
    Write-Host "dev: the database is deleted; 'dev.ps1 up' makes a new one"
}

# The body of an answer with status 200.
function Get-Answer([string] $Uri, [string] $Body) {
    $headers = @{}
    if ($env:SMOKE_TOKEN) { $headers['Authorization'] = "Bearer $($env:SMOKE_TOKEN)" }
    try {
        if ($Body) {
            $answer = Invoke-WebRequest -UseBasicParsing -TimeoutSec 60 -Uri $Uri -Headers $headers -Method Post -ContentType 'application/json' -Body $Body
        } else {
            $answer = Invoke-WebRequest -UseBasicParsing -TimeoutSec 60 -Uri $Uri -Headers $headers
        }
    } catch {
        Stop-With 1 "${Uri}: $($_.Exception.Message)"
    }
    if ($answer.Content -is [byte[]]) { return [Text.Encoding]::UTF8.GetString($answer.Content) }
    return $answer.Content
}

function Confirm-Answer([string] $Text, [string] $Piece, [string] $What) {
    if (-not $Text.Contains($Piece)) { Stop-With 1 "${What}: '$Piece' is missing" }
    Write-Host "dev: ok: $What"
}

# What smoke.sh asks for, too.
function Invoke-Smoke([string] $Url) {
    $url = $Url.TrimEnd('/')
    $start = '{"model":"sample","messages":[{"role":"user","content":"Say hello."}],"stream":'
    Confirm-Answer (Get-Answer "$url/version" '') '"gitSha":"' 'version'
    Confirm-Answer (Get-Answer "$url/ready" '') '"ready":true' 'ready'
    Confirm-Answer (Get-Answer "$url/api/chat" ($start + 'false}')) '"done":true' 'Ollama, in one piece'
    Confirm-Answer (Get-Answer "$url/api/chat" ($start + 'true}')) '"done":true' 'Ollama, streamed'
    Confirm-Answer (Get-Answer "$url/v1/chat/completions" ($start + 'false}')) '"finish_reason":"' 'OpenAI, in one piece'
    Confirm-Answer (Get-Answer "$url/v1/chat/completions" ($start + 'true}')) 'data: [DONE]' 'OpenAI, streamed'
}

Push-Location (Join-Path $PSScriptRoot '..')
try {
    switch -CaseSensitive ($Command) {
        'up' { Confirm-Compose; Invoke-Tool 'docker' (@('compose', 'up', '--build', '--detach', '--wait') + $Rest) }
        'down' { Confirm-Compose; Invoke-Tool 'docker' (@('compose', 'down') + $Rest) }
        'logs' { Confirm-Compose; Invoke-Tool 'docker' (@('compose', 'logs', '--follow') + $Rest) }
        'reset-db' { Reset-Database $Rest }
        'test' {
            $maven = if ($env:OS -eq 'Windows_NT') { '.\mvnw.cmd' } else { './mvnw' }
            Invoke-Tool $maven (@('verify') + $Rest)
        }
        'smoke' { Invoke-Smoke $(if ($Rest.Count -gt 0) { $Rest[0] } else { 'http://localhost:8000' }) }
        'help' { Write-Output "dev.ps1 COMMAND"; Write-Output $Commands }
        default { Stop-With 2 "there is no command '$Command' (see dev.ps1 help)" }
    }
} finally {
    Pop-Location
}
