# Called by mvnw.cmd: prints the home of a JDK 25 when the one in use is older, because liberty:dev
# compiles inside Maven's own JVM. Prints nothing when the one in use fits, and
# says what to install when none is found.
function Get-JdkFeature($jdkHome) {
  $release = Join-Path $jdkHome 'release'
  if (Test-Path $release) {
    if ((Get-Content -Raw $release) -match 'JAVA_VERSION="(\d+)') { return [int]$Matches[1] }
  }
  return 0
}

if ($env:JAVA_HOME -and (Get-JdkFeature $env:JAVA_HOME) -eq 25) { return }
$homes = @($env:JAVA25_HOME, $env:JAVA_HOME_25_X64, $env:JAVA_HOME_25_ARM64) | Where-Object { $_ }
$parents = @("$env:ProgramFiles\Eclipse Adoptium", "$env:ProgramFiles\Java", "$env:ProgramFiles\Microsoft",
  "$env:ProgramFiles\Zulu", "$env:ProgramFiles\Amazon Corretto", "$env:ProgramFiles\Semeru",
  "$env:LOCALAPPDATA\Programs\Eclipse Adoptium", "$HOME\.jdks", "$HOME\scoop\apps", "$HOME\.sdkman\candidates\java")
$homes += $parents | Where-Object { Test-Path $_ } | ForEach-Object { Get-ChildItem -Directory $_ } | ForEach-Object { $_.FullName }
foreach ($candidate in $homes) {
  if ((Test-Path (Join-Path $candidate 'bin\javac.exe')) -and (Get-JdkFeature $candidate) -eq 25) {
    return $candidate
  }
}
$inUse = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java.exe' } else { 'java' }
if (-not ((Get-Command $inUse -ErrorAction SilentlyContinue) -and ((cmd /c "`"$inUse`" -version 2>&1") -match 'version "25'))) {
  [Console]::Error.WriteLine('No JDK 25 was found. Install one (for example Eclipse Temurin 25), or point JAVA_HOME to it.')
}
